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


def make_unlinked(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``unlinked``: every left record without a link, and why."""
    con.execute("""
        create or replace table unlinked as
        with best as (
            select left_id, arg_max(right_id, (match_weight, right_id)) as best_right_id, max(match_weight) as best_weight
            from pairs group by left_id
        )
        select l.unique_id as left_id, l.kind as left_kind,
            case when best_weight >= c.accept_weight then 'candidate_taken'
                 when l.unique_id in (select left_record_id from pair_decisions where decision = 'not_match') then 'rejected_by_person'
                 when best_weight is null then 'no_candidate' else 'below_threshold' end as match_reason,
            best_weight, best_right_id
        from left_features l left join best b on b.left_id = l.unique_id left join cuts c on c.left_id = l.unique_id
        where l.unique_id not in (select left_id from links) and l.unique_id not in (select left_id from duplicates)
    """)


def make_candidates(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``candidates``: the five best pairs of every record that was not matched exactly.

    With the parts of each weight, so that an explanation adds up: prior_weight + mw_... = match_weight.
    No names.
    """
    parts = ", ".join(f"gamma_{c.name}, mw_{c.name}, {c.name}_level" for c in comparisons())
    total = " + ".join(f"mw_{c.name}" for c in comparisons())
    con.execute(f"""
        create or replace table candidates as
        select left_id, right_id, person_id, match_weight,
            round(1 / (1 + pow(2, alone + claim_weight - match_weight)), 9) as match_probability,
            round(match_weight - ({total}), 6) as prior_weight, {parts}
        from pairs join cuts using (left_id) join claims using (left_kind, person_id)
        where left_id not in (select left_id from links where match_reason = 'exact_all_fields')
        qualify row_number() over (partition by left_id order by match_weight desc, right_id) <= 5
    """)


def read_tables(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[str, pa.Table]:
    order = {
        "persons": "record_id",
        "links": "left_id",
        "unlinked": "left_id",
        "duplicates": "left_id",
        "evidence": "left_id, right_kind",
        "candidates": "left_id, match_weight desc, right_id",
    }
    return {
        name: con.sql(f"select $cycle as cycle, * from {name} order by {by}", params={"cycle": cycle}).to_arrow_table()
        for name, by in order.items()
    }


def figures(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Counts by left kind, decision and reason, and of each table."""
    reasons = con.execute("""
        select left_kind, decision, match_reason, count(*) from links group by all
        union all select left_kind, 'unmatched', match_reason, count(*) from unlinked group by all
        order by all""").fetchall()
    tables = ("left_features", "right_features", "persons", "scored", "links", "unlinked", "duplicates", "evidence")
    counts = {name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in tables}
    counts["distinct_persons"] = con.execute("select count(distinct person_id) from persons").fetchall()[0][0]
    return {
        "counts": counts,
        "outcomes": [{"left_kind": a, "decision": b, "match_reason": c, "records": n} for a, b, c, n in reasons],
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
