"""The tables that linkage gives back, and the figures of a run.

Put here shapes and order. Keep out decisions: all of them are made when this is called. No table holds
a name, a birth date or an address.
"""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.model import ModelFile
from orchestration.linkage.stages import sql

# The tables that come out, each in an order that row order of the input does not change.
ORDER_BY = {
    "persons": "record_id",
    "links": "left_id",
    "unlinked": "left_id",
    "duplicates": "left_id",
    "evidence": "left_id, right_kind",
    "candidates": "left_id, match_weight desc, right_id",
}
# Tables of which the number of rows is a figure of the run.
COUNTED = ("left_features", "right_features", "persons", "scored_pairs", "links", "unlinked", "duplicates", "evidence")


def make_unlinked(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``unlinked``: every left record without a link, and why."""
    sql.run(con, "output/unlinked")


def make_candidates(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``candidates``: the five best pairs of every record that was not matched exactly."""
    sql.run(con, "output/candidates", comparisons=[comparison.name for comparison in comparisons()])


def read_tables(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[str, pa.Table]:
    """The tables of ``ORDER_BY`` by name, the cycle as first column."""
    return {
        name: con.sql(f"select $cycle as cycle, * from {name} order by {by}", params={"cycle": cycle}).to_arrow_table()
        for name, by in ORDER_BY.items()
    }


def figures(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Rows of each table (``counts``), and left records by kind, decision and reason (``outcomes``)."""
    counts = {name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in COUNTED}
    counts["distinct_persons"] = con.execute("select count(distinct person_id) from persons").fetchall()[0][0]
    return {
        "counts": counts,
        "outcomes": [
            {"left_kind": kind, "decision": decision, "match_reason": reason, "records": records}
            for kind, decision, reason, records in sql.rows(con, "output/outcome_counts")
        ],
    }


def model_run(cycle: str, model: ModelFile, prior: float, metrics: dict[str, Any]) -> pa.Table:
    """One row: the model used and the figures of the run. Seconds are left out: they differ each time."""
    kept = {key: value for key, value in metrics.items() if key != "seconds"}
    return pa.table(
        {
            "cycle": [cycle],
            "model_version": [model.version],
            "model_hash": [model.hash],
            "trained_on": [model.trained_on],
            "parameters": [json.dumps({"prior": prior, "levels": model.parameters}, sort_keys=True)],
            "metrics": [json.dumps(kept, sort_keys=True)],
        }
    )
