"""What blocking reaches and what comparison sees of given pairs, with linkage's own rules and levels.

Put here questions about pairs whose truth is known. Keep out which pairs linkage chose. The features are
those of linkage, so names are in this connection's memory while it is open; nothing of them leaves it.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from orchestration.evaluation.stages import sql
from orchestration.linkage.blocking import rules_of_run
from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.features import prepare_features
from orchestration.linkage.settings import LinkageSettings

AGREEING = {
    "forename": ("full", "first"),
    "surname": ("exact",),
    "dob": ("exact", "exact_default"),
    "place": ("postcode_house", "house_street_outcode", "postcode"),
}
"""Levels at which a comparison sees no difference between two children; elsewhere only its first level."""


def reached_by_blocking(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``reached`` (record_id with a true pair that is compared) and ``blocking_reach``.

    ``blocking_reach`` has for each rule the true pairs it reaches and those that no other rule reaches. Needs
    ``truth``; makes ``left_features`` and ``right_features``.
    """
    prepare_features(
        con,
        con.sql("from linkage_left").to_arrow_table(),
        con.sql("from linkage_right").to_arrow_table(),
        alias_file=LinkageSettings().alias_file,
    )
    rules = rules_of_run(con)
    for stage in ("true_pairs", "reached", "blocking_reach"):
        sql.run(con, stage, rules=rules)


def compare_pairs(con: duckdb.DuckDBPyConnection, pairs: pa.Table) -> list[dict[str, str | None]]:
    """The level of each comparison for given pairs (left_id, right_id), in their order.

    Needs the features that ``reached_by_blocking`` made. Returns left_id, right_id and one entry a
    comparison: the level, or None where a side lacks the field.
    """
    con.register("given_pairs", pairs)
    rows = sql.arrow(con, "levels_of_pairs", comparisons=comparisons()).to_pylist()
    con.unregister("given_pairs")
    return rows


def differing(levels: dict[str, str | None]) -> list[str]:
    """The comparisons that see a difference; a field that is missing on a side shows none."""
    return [
        c.name
        for c in comparisons()
        if levels[c.name] is not None and levels[c.name] not in AGREEING.get(c.name, (c.levels[0].name,))
    ]
