"""What lies behind the measures: calibration, weights, thresholds, and the children who were hidden.

Put here tables with a shape of their own. Keep out shares of records (measures.py).
"""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.evaluation.intervals import wilson
from orchestration.evaluation.pairs import compare_pairs, differing
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
    bands = " ".join(f"when match_probability < {edge} then {i}" for i, edge in enumerate(PROBABILITY_EDGES[1:-1]))
    found = con.execute(f"""
        select case {bands} else {len(PROBABILITY_EDGES) - 2} end as band, count(*), count(*) filter (is_true), avg(match_probability)
        from records where source = 'nhs' and (is_accepted or is_held) and match_probability is not null group by band order by band""").fetchall()
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
    verdict = ""
    if with_truth:
        verdict = """ || case when is_accepted or is_held then case when is_true then '_right' else '_wrong' end
            when is_known then '_wrong' else '_right' end"""
    return con.sql(f"""
        select (floor(coalesce(r.match_weight, u.best_weight) / {WEIGHT_STEP}) * {WEIGHT_STEP})::integer as from_weight,
            case when is_accepted then 'accepted' when is_held then 'held' else 'not_linked' end{verdict} as kind, count(*) as records
        from records r left join unlinked u on u.left_id = r.record_id
        where r.source = 'nhs' and disposition = 'in_scope' and coalesce(r.match_weight, u.best_weight) is not null
        group by all order by all""").to_arrow_table()


def thresholds(con: duckdb.DuckDBPyConnection, costs: Costs) -> pa.Table:
    """The match weight at which a pair of an LA's NHS record is worth a look, even, and accepted.

    Weight and probability of a scored pair give the even weight of its record; the costs give the rest.
    Columns: la_code ('total' for all), records, review_weight, even_weight, accept_weight.
    """
    review, accept = (math.log2(p / (1 - p)) for p in (costs.review_probability, costs.accept_probability))
    return con.sql(f"""
        with evens as (
            select coalesce(l.la_code, 'unknown') as la_code, c.left_id,
                median(c.match_weight - log2(c.match_probability / (1 - c.match_probability))) as even
            from candidates c join linkage_left l on l.record_id = c.left_id
            where l.kind = 'nhs' and c.match_probability between 0.000001 and 0.999999 group by all
        ), typical as (
            select case when grouping(la_code) = 1 then 'total' else la_code end as la_code, count(*) as records, median(even) as even
            from evens group by grouping sets ((la_code), ()) having count(*) > 0
        )
        select la_code, records, round(even + {review}, 2) as review_weight, round(even, 2) as even_weight,
            round(even + {accept}, 2) as accept_weight
        from typical order by la_code = 'total', la_code""").to_arrow_table()


def hidden_children(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Each truly missing child whom nobody would look for, why, and whether the data could tell.

    ``cause``: 'false_link' (accepted as another child), 'false_duplicate' (taken for another child's
    second record), 'true_link' (education has a record that clears the child) or 'not_listed'.
    ``differs_in`` names the fields that differ from the record it was linked to, ``says`` the levels in
    words; ``owner_on_list``: the child who owns that record was received too. ``could_tell`` is False
    where no field differs and the owner is not on the list: then no rule could have told the two apart.
    """
    found = (
        con.sql("""
        select r.record_id, r.la_code, r.disposition, r.outcome, r.match_reason, k.right_id,
            case when r.is_accepted and not r.is_true then 'false_link' when r.is_accepted then 'true_link'
                 when r.is_duplicate and not r.is_rightly_duplicate then 'false_duplicate' else 'not_listed' end as cause,
            exists (select 1 from right_truth x join left_truth o on o.child = x.child
                where x.person_id = r.person_id and x.child <> r.child) as owner_on_list
        from records r left join links k on k.left_id = case when r.is_duplicate then r.duplicate_of else r.record_id end
        where r.missing_fate = 'hidden' order by r.record_id""")
        .to_arrow_table()
        .to_pylist()
    )
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
