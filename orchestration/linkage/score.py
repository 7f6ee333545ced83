"""Scores candidate pairs: blocking, comparison and weights by Splink, with a given model and prior.

Put here what turns features and a model into the table ``scored``. Keep out what is done about a
score: that is resolve/one_to_one.py. Weights are rounded to six places, so that the order in which threads add
up cannot change an outcome.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.blocking import rules_of_run
from orchestration.linkage.comparisons import comparisons, splink_comparison
from orchestration.linkage.model import ModelFile, splink_linker

WEIGHT_DIGITS = 6


def score(con: duckdb.DuckDBPyConnection, *, model: ModelFile, prior: float, floor: float) -> None:
    """Make ``scored``: one row a candidate pair at or above ``floor``.

    Columns: left_id, right_id, left_kind, right_kind, match_weight, and for each comparison its
    gamma_, mw_ (term frequency included) and <name>_level. A record is never paired with a record of
    its own kind: an independent school's record is matched to records of other sources only, and a
    leaver or a case stands on both sides.
    """
    all_comparisons = comparisons()
    empty = con.execute(
        "select (select count(*) from left_features) = 0 or (select count(*) from right_features) = 0"
    ).fetchall()[0][0]
    if empty:
        _create_empty(con)
        return
    from splink import SettingsCreator

    parameters = {c.name: c.distinct(model.parameters[c.name]) for c in all_comparisons}
    creator = SettingsCreator(
        link_type="link_only",
        comparisons=[splink_comparison(c, parameters[c.name]) for c in all_comparisons],
        blocking_rules_to_generate_predictions=[{"blocking_rule": rule.sql} for rule in rules_of_run(con)],
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
    linker = splink_linker(con, "left_features", "right_features", creator.create_settings_dict("duckdb"))
    predicted = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
    columns = []
    for c in all_comparisons:
        weights = c.weights(parameters[c.name])
        gammas = {name: len(c.levels) - 1 - i for i, name in enumerate(weights)}
        weight = f"round(p.mw_{c.name}, {WEIGHT_DIGITS})"
        levels = " ".join(f"when {w:.6f} then '{name}'" for name, w in weights.items())
        numbers = " ".join(f"when {w:.6f} then {gammas[name]}" for name, w in weights.items())
        adjusted = f" + p.mw_tf_adj_{c.name}" if any(level.tf for level in c.levels) else ""
        columns += [
            f"(case {weight} {numbers} else -1 end)::tinyint as gamma_{c.name}",
            f"round(p.mw_{c.name}{adjusted}, {WEIGHT_DIGITS}) as mw_{c.name}",
            f"case {weight} {levels} end as {c.name}_level",
        ]
    con.execute(f"""
        create or replace table scored as
        select p.unique_id_l as left_id, p.unique_id_r as right_id, l.kind as left_kind, r.kind as right_kind,
               round(p.match_weight, {WEIGHT_DIGITS}) as match_weight, {", ".join(columns)}
        from {predicted.physical_name} p
        join left_features l on l.unique_id = p.unique_id_l
        join right_features r on r.unique_id = p.unique_id_r
        where l.kind <> r.kind
    """)
    linker.table_management.delete_tables_created_by_splink_from_db()


def _create_empty(con: duckdb.DuckDBPyConnection) -> None:
    parts = ", ".join(
        f"null::tinyint as gamma_{c.name}, null::double as mw_{c.name}, null::varchar as {c.name}_level"
        for c in comparisons()
    )
    con.execute(f"""
        create or replace table scored as
        select null::varchar as left_id, null::varchar as right_id, null::varchar as left_kind,
               null::varchar as right_kind, null::double as match_weight, {parts}
        where false
    """)
