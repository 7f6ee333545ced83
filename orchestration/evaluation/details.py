"""What lies behind the measures: calibration, weights, thresholds, and the children who were hidden.

Put here tables with a shape of their own. Keep out shares of records (measures.py).
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from orchestration.evaluation.intervals import wilson
from orchestration.evaluation.pairs import compare_pairs, differing
from orchestration.evaluation.stages import sql
from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.settings import Costs

PROBABILITY_EDGES = (0.0, 0.25, 0.5, 0.75, 0.9, 0.98, 0.99, 0.999, 1.0)
"""Finer where links are accepted: an error of one in a hundred matters there, and not at one half."""
WEIGHT_STEP = 4
CALIBRATION = pa.schema(
    [
        ("low_edge", pa.float64()),
        ("high_edge", pa.float64()),
        ("links", pa.int64()),
        ("true_links", pa.int64()),
        ("mean_probability", pa.float64()),
        ("share_true", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)
HIDDEN = pa.schema(
    [
        (name, pa.string())
        for name in ("record_id", "la_code", "disposition", "outcome", "match_reason", "cause", "differs_in", "says")
    ]
    + [("owner_on_list", pa.bool_()), ("could_tell", pa.bool_())]
)


def calibration(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Of NHS links in each band of match probability, how many are true; bands without a link are left out."""
    found = sql.rows(con, "calibration", {"edges": PROBABILITY_EDGES})
    rows = []
    for band, links, true_links, mean in found:
        low, high = wilson(true_links, links)
        edges = PROBABILITY_EDGES[band], PROBABILITY_EDGES[band + 1]
        rows.append(
            dict(zip(CALIBRATION.names, (*edges, links, true_links, mean, true_links / links, low, high), strict=True))
        )
    return pa.Table.from_pylist(rows, schema=CALIBRATION)


def calibration_error(bins: pa.Table) -> float | None:
    """The mean distance between probability and share, weighted by links; None without links."""
    rows = bins.to_pylist()
    links = sum(row["links"] for row in rows)
    return (
        sum(row["links"] * abs(row["mean_probability"] - row["share_true"]) for row in rows) / links if links else None
    )


def weights(con: duckdb.DuckDBPyConnection, *, with_truth: bool) -> pa.Table:
    """Best weight of each NHS record in steps of ``WEIGHT_STEP`` bits: from_weight, kind, records.

    ``kind`` is accepted, held or not_linked, with a truth followed by _right or _wrong (a record not linked
    is wrong where its child is known to education).
    """
    return sql.arrow(con, "weights", {"step": WEIGHT_STEP, "with_truth": with_truth})


def thresholds(con: duckdb.DuckDBPyConnection, costs: Costs) -> pa.Table:
    """The match weight at which a pair of an LA's NHS record is worth a look, even, and accepted.

    Weight and probability of a scored pair give the even weight of its record; the costs give the rest.
    Columns: la_code ('total' for all), records, review_weight, even_weight, accept_weight.
    """
    return sql.arrow(
        con,
        "thresholds",
        {"review_log_odds": costs.review_log_odds, "accept_log_odds": costs.accept_log_odds},
    )


def hidden_children(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Each truly missing child whom nobody would look for, why, and whether the data could tell.

    ``cause``: 'false_link' (accepted as another child), 'false_duplicate' (taken for another child's
    second record), 'true_link' (education has a record that clears the child) or 'not_listed'.
    ``differs_in`` names the fields that differ from the record it was linked to, ``says`` the levels in
    words; ``owner_on_list``: the child who owns that record was received too. ``could_tell`` is False
    where no field differs and the owner is not on the list: then no rule could have distinguished the two.
    """
    found = sql.arrow(con, "hidden_children").to_pylist()
    linked = pa.table(
        {
            "left_id": pa.array([row["record_id"] for row in found if row["right_id"]], pa.string()),
            "right_id": pa.array([row["right_id"] for row in found if row["right_id"]], pa.string()),
        }
    )
    levels = {row["left_id"]: row for row in compare_pairs(con, linked)} if linked.num_rows else {}
    words = {(c.name, level.name): level.says for c in comparisons() for level in c.levels}
    rows: list[dict[str, Any]] = []
    for row in found:
        seen = levels.get(row["record_id"])
        fields = differing(seen) if seen else []
        row["differs_in"] = ", ".join(fields)
        row["says"] = "; ".join(words[name, seen[name]] for name in fields) if seen else ""
        row["could_tell"] = bool(fields) or row["owner_on_list"] or row["cause"] == "not_listed"
        rows.append({name: row[name] for name in HIDDEN.names})
    return pa.Table.from_pylist(rows, schema=HIDDEN)
