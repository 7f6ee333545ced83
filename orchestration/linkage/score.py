"""Scores candidate pairs: blocking, comparison and weights by Splink, with a given model and prior.

Put here what turns features and a model into the table ``scored_pairs``. Keep out what is done about a
score: that is resolve/. Weights are rounded to six places, so that the order in which threads add
up cannot change an outcome.
"""

from __future__ import annotations

from typing import Any

import duckdb

from orchestration.linkage.blocking import rules_of_run
from orchestration.linkage.comparisons import Comparison, comparisons, splink_comparison
from orchestration.linkage.model import ModelFile, splink_linker
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import LEFT_FEATURES, RIGHT_FEATURES, SCORED_PAIRS, create_empty

WEIGHT_DIGITS = 6


def score(con: duckdb.DuckDBPyConnection, *, model: ModelFile, prior: float, floor: float) -> None:
    """Make ``scored_pairs``: one row a candidate pair whose weight is at or above ``floor`` (bits).

    ``prior`` is the probability that two records drawn at random are one child. A record is never paired with a record
    of its own kind: an independent school's record is matched to records of other sources only, and a leaver or a case
    stands on both sides.
    """
    if _is_empty(con, LEFT_FEATURES.name) or _is_empty(con, RIGHT_FEATURES.name):
        create_empty(con, SCORED_PAIRS)
        return
    from splink import SettingsCreator

    compared = comparisons()
    parameters = {c.name: c.distinct(model.parameters[c.name]) for c in compared}
    creator = SettingsCreator(
        link_type="link_only",
        comparisons=[splink_comparison(c, parameters[c.name]) for c in compared],
        blocking_rules_to_generate_predictions=[{"blocking_rule": rule.sql} for rule in rules_of_run(con)],
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
    linker = splink_linker(con, LEFT_FEATURES.name, RIGHT_FEATURES.name, creator.create_settings_dict("duckdb"))
    predicted = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
    sql.run(
        con,
        "score/scored_pairs",
        digits=WEIGHT_DIGITS,
        comparisons=[_levels_by_weight(c, parameters[c.name]) for c in compared],
        predictions=predicted.physical_name,
    )
    linker.table_management.delete_tables_created_by_splink_from_db()


def _is_empty(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f"select count(*) = 0 from {table}").fetchall()[0][0]


def _levels_by_weight(comparison: Comparison, parameters: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """What scored_pairs.sql fills in for a comparison: the weight, number and name of each level.

    Splink numbers levels from the last, which is 0.
    """
    weights = comparison.weights(parameters)
    return {
        "name": comparison.name,
        "is_adjusted": any(level.tf for level in comparison.levels),
        "levels": [
            {"name": name, "gamma": len(weights) - 1 - i, "weight": f"{weight:.{WEIGHT_DIGITS}f}"}
            for i, (name, weight) in enumerate(weights.items())
        ],
    }
