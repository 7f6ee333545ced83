"""Splink 5 as its documentation shows it: library comparisons, the examples' rules, links at p >= 0.5.

The model is that of the example on historical persons (forename and surname together, birth date,
postcode), or that of the FEBRL 4 example without the social security number where postcodes are not
British. Pairs at or above even odds are made one-to-one, the most probable first.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.benchmarks.peers.method import british, greedy, read, run, write_links

PERSONS: dict[str, Any] = {
    "comparisons": lambda: [
        cl.ForenameSurnameComparison("forename", "surname", forename_surname_concat_col_name="full_name"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode"),
    ],
    "blocking": (
        block_on("forename", "surname"),
        block_on("surname", "dob"),
        block_on("forename", "dob"),
        block_on("postcode", "forename"),
        block_on("postcode", "surname"),
        block_on("dob", "postcode"),
        block_on("substr(postcode, 1, 3)", "dob"),
    ),
    "prior": (
        block_on("forename", "surname", "dob"),
        "l.dob = r.dob and l.postcode = r.postcode",
        "substr(l.forename, 1, 2) = substr(r.forename, 1, 2) and l.surname = r.surname"
        " and substr(l.postcode, 1, 2) = substr(r.postcode, 1, 2)",
    ),
    "recall": 0.6,
    "training": (block_on("forename", "surname"), block_on("dob")),
}
FEBRL: dict[str, Any] = {
    "comparisons": lambda: [
        cl.NameComparison("forename"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
    ],
    "blocking": (
        block_on("forename", "surname"),
        block_on("dob"),
        block_on("address"),
        block_on("postcode", "street_number"),
        block_on("postcode"),
    ),
    "prior": (
        block_on("forename", "surname", "dob"),
        block_on("dob", "postcode"),
        block_on("forename", "surname", "postcode"),
    ),
    "recall": 0.6,
    "training": (block_on("dob"), block_on("postcode")),
}


def main(folder: Path, out: Path) -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(":memory:")
    con = api._con
    con.execute("set threads = 2")
    for side in ("left", "right"):
        con.register("given", read(folder, f"plain_{side}"))
        con.execute(f"""create table {side}_records as select record_id as unique_id, * exclude (record_id),
            forename || ' ' || surname as full_name, nullif(regexp_extract(address, '[0-9]+'), '') as street_number
                from given""")
        con.unregister("given")
    style = PERSONS if british(read(folder, "plain_left")) else FEBRL
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=style["comparisons"](),
        blocking_rules_to_generate_predictions=list(style["blocking"]),
    )
    tables = [
        api.register(con.table(f"{side}_records"), dataset_display_name=f"{order}_{side}")
        for order, side in (("a", "left"), ("b", "right"))
    ]
    linker = Linker(tables, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(list(style["prior"]), recall=style["recall"])
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in style["training"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
    pairs = con.execute(f"select unique_id_l, unique_id_r, match_weight from {predicted.physical_name}").fetchall()
    write_links(out, greedy(pairs))


if __name__ == "__main__":
    run(main)
