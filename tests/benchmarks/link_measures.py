"""How well one link did, against a truth that only invented or reviewed data have.

Put here measures of a ``LinkageResult`` alone, without a warehouse; those of a finished cycle are in
``orchestration.evaluation``. Keep out how truth is made and where figures are shown. All
measures count left records of one kind and come with Wilson intervals; rows of groups with few records
are to be read with their interval, not without it.

Definitions. *Precision*: of accepted links, the share whose person holds a record of the child.
*Recall*: of left records whose child is known to education on the right, the share with a true accepted
link; a duplicate of a record with a true link counts as found. *Recall with review* also counts true
links held for review, as if every reviewer were right. *Review share*: of all left records, the share
held for review. *Hidden*: left records whose child is *not* known to education and that were accepted
all the same: the harm. *Twin cross-links*: false links to a member of the child's own twin set.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from orchestration.evaluation.intervals import wilson
from orchestration.linkage.run import LinkageResult
from orchestration.linkage.settings import PROVING_KINDS


def evaluate(
    result: LinkageResult,
    truth_left: pa.Table,
    truth_right: pa.Table,
    *,
    left_kind: str = "nhs",
    groups: tuple[str, ...] = (),
) -> pa.Table:
    """Measures of one left kind, over all records and by group.

    Both truth tables have ``record_id``, ``kind`` and ``person_id`` (the true child), the left one also
    the columns in ``groups`` and, for twin cross-links, ``twin_set_id``. A group column with several
    values separated by ';' (planted errors) counts a record under each. Returns one row a group and
    measure: group_name, group_value, measure, successes, trials, rate, low, high.
    """
    con = duckdb.connect()
    try:
        for name in ("persons", "links", "duplicates"):
            con.register(name, getattr(result, name))
        con.register("truth_left", truth_left)
        con.register("truth_right", truth_right)
        _judge(con, left_kind, "twin_set_id" in truth_left.column_names)
        rows: list[dict[str, Any]] = []
        for group in ("all", *groups):
            value = (
                "'all'"
                if group == "all"
                else f"unnest(string_split(coalesce(nullif({group}::varchar, ''), 'none'), ';'))"
            )
            rows += _measures(con, group, value)
    finally:
        con.close()
    return pa.Table.from_pylist(rows)


def _judge(con: duckdb.DuckDBPyConnection, left_kind: str, has_twins: bool) -> None:
    """Make ``judged``: one row a left record, with what became of it and whether that is true."""
    twin_set = "twin_set_id" if has_twins else "null"
    con.execute("""
        create temp table person_truth as
        select distinct
            p.person_id,
            t.person_id as child
        from persons p
        join truth_right t using (record_id)
    """)
    con.execute(f"""
        create temp table children as
        select
            person_id as child,
            any_value({twin_set}) as twin_set
        from truth_left
        group by child
    """)
    con.execute("""
        create temp table outcome as
        select left_id, person_id, decision
        from links
        union all
        -- a duplicate has the link of the record that it repeats
        select d.left_id, k.person_id, 'duplicate' as decision
        from duplicates d
        left join links k on k.left_id = d.duplicate_of_left_id and k.decision = 'accept'
    """)
    con.execute(
        f"""
        create temp table judged as
        select
            t.*,
            o.decision,
            t.person_id in (select person_id from truth_right where kind in $proving_kinds) as is_known,
            coalesce((o.person_id, t.person_id) in (select (person_id, child) from person_truth), false) as is_true,
            coalesce(
                exists (
                    select 1
                    from person_truth x
                    join children c on c.child = x.child
                    where x.person_id = o.person_id and x.child <> t.person_id and c.twin_set = {twin_set}
                ),
                false
            ) as is_twin
        from truth_left t
        left join outcome o on o.left_id = t.record_id
        where t.kind = $left_kind
        """,
        {"proving_kinds": list(PROVING_KINDS), "left_kind": left_kind},
    )


def _measures(con: duckdb.DuckDBPyConnection, group: str, value: str) -> list[dict[str, Any]]:
    found = con.execute(f"""
        with grouped as (
            select
                *,
                {value} as group_value
            from judged
        )

        select
            group_value,
            count(*) filter (decision = 'accept' and is_true) as true_links,
            count(*) filter (decision = 'accept') as links,
            count(*) filter (is_known and is_true and decision in ('accept', 'duplicate')) as recalled,
            count(*) filter (is_known) as known,
            count(*) filter (is_known and is_true) as recalled_with_review,
            count(*) filter (decision = 'review') as reviews,
            count(*) as records,
            count(*) filter (not is_known and decision = 'accept') as hidden,
            count(*) filter (not is_known) as unknown,
            count(*) filter (decision = 'accept' and not is_true and is_twin) as twin_links
        from grouped
        group by group_value
        order by group_value
    """).fetchall()
    rows = []
    for name, true_links, links, recalled, known, with_review, reviews, records, hidden, unknown, twin_links in found:
        measures = (
            ("precision", true_links, links),
            ("recall", recalled, known),
            ("recall_with_review", with_review, known),
            ("review_share", reviews, records),
            ("hidden", hidden, unknown),
            ("twin_cross_links", twin_links, links),
        )
        rows += [_row(group, name, measure, successes, trials) for measure, successes, trials in measures]
    return rows


def _row(group: str, value: str, measure: str, successes: int, trials: int) -> dict[str, Any]:
    low, high = wilson(successes, trials)
    return {
        "group_name": group,
        "group_value": value,
        "measure": measure,
        "successes": successes,
        "trials": trials,
        "rate": successes / trials if trials else None,
        "low": low,
        "high": high,
    }
