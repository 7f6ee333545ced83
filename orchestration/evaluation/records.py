"""One row a received record: what became of it, and whether that is true.

Put here the table ``records`` that all measures count, and the tables of the warehouse it is made of.
Keep out the measures. Everything happens in a DuckDB connection of its own, in memory.
"""

from __future__ import annotations

import duckdb

from orchestration.evaluation.pairs import reached_by_blocking
from orchestration.linkage.settings import PROVING_KINDS

INPUTS = {
    "outcomes": "select * from marts.match_outcomes where cycle = $cycle and disposition in ('in_scope', 'duplicate')",
    "potential": "select * from marts.potential_cme where cycle = $cycle",
    "links": "select * from linkage.links where cycle = $cycle",
    "unlinked": "select * from linkage.unlinked where cycle = $cycle",
    "persons": "select * from linkage.persons where cycle = $cycle",
    "candidates": "select * from linkage.candidates where cycle = $cycle",
    "linkage_left": "select * from intermediate.int_linkage_left where kind in ('nhs', 'independent_school')",
    "linkage_right": f"select * from intermediate.int_linkage_right where kind in {PROVING_KINDS}",
    "lineage": "select record_id, source_file, source_row from intermediate.int_outcome_record_lineage",
    "files": "select source_file, rows_received from raw.files where cycle = $cycle and status = 'loaded'",
    "cycles": "select reference_date from raw.cycles where cycle = $cycle",
}
"""What is read of the warehouse. Staging and linkage hold one cycle, the one that is current."""


def copy_inputs(warehouse: duckdb.DuckDBPyConnection, con: duckdb.DuckDBPyConnection, cycle: str) -> None:
    """Copy the tables of ``INPUTS`` from the warehouse to the connection that measures."""
    for name, query in INPUTS.items():
        rows = warehouse.sql(query, params={"cycle": cycle} if "$cycle" in query else None)
        con.register("given", rows.to_arrow_table())
        con.execute(f"create or replace table {name} as from given")
        con.unregister("given")


def make_records(con: duckdb.DuckDBPyConnection, *, with_truth: bool) -> None:
    """Make ``records``, one row a received record in scope or set aside as a duplicate.

    ``is_given``: it went to linkage. ``is_accepted``, ``is_held``, ``is_duplicate``: what became of it.
    With a truth also: ``is_known`` (the child has a record of another source that proves education),
    ``is_true`` (the link accepted or held, or for a duplicate the link of the record it repeats, is to
    a person who has a record of the child), ``is_reached`` (a true pair is compared), ``is_twin``,
    ``is_twin_link`` (the link is to another child of the own twin set), ``is_surplus`` (a further
    record of a child already on the list), ``is_rightly_duplicate``, and ``missing_fate`` on one record
    of each truly missing child: 'listed', 'waiting' for a review, or 'hidden'.
    """
    if with_truth:
        reached_by_blocking(con)
    else:
        con.execute("create or replace table reached (record_id varchar)")
    con.execute("""
        create or replace table right_truth as
        select p.person_id, p.record_id, r.kind, t.child, t.twin_set, t.errors
        from persons p join linkage_right r using (record_id) join lineage l using (record_id)
        join truth t on t.source_file = l.source_file and t.source_row = l.source_row;
        create or replace table left_truth as
        select o.record_id, o.source, o.disposition, t.* exclude (source_file, source_row)
        from outcomes o left join truth t on t.source_file = o.source_file and t.source_row = o.source_row;
        create or replace table education_errors as
        select child, string_agg(distinct error, ';' order by error) as errors
        from (select child, unnest(string_split(errors, ';')) as error from right_truth) where error <> '' group by child;
        create or replace table records as
        with linked as (
            select o.record_id, k.person_id from outcomes o join links k
              on k.left_id = coalesce(case when o.disposition = 'duplicate' then o.duplicate_of end, o.record_id)
            where o.disposition = 'in_scope' or k.decision = 'accept'
        ), listed as (
            select distinct t.child from potential p join truth t using (source_file, source_row)
        ), judged as (
            select o.record_id, o.source, o.la_code, o.disposition, o.outcome, o.match_reason, o.match_weight,
                o.match_probability, o.matched_source, o.duplicate_of, k.person_id, t.child, t.education_state, t.is_missing,
                t.name_group, t.rurality, t.errors, e.errors as education_errors,
                date_diff('year', g.date_of_birth, c.reference_date)
                    - (strftime(g.date_of_birth, '%m%d') > strftime(c.reference_date, '%m%d'))::integer as age,
                g.record_id is not null as is_given,
                coalesce(o.outcome in ('perfect', 'partial'), false) as is_accepted,
                coalesce(o.outcome = 'pending_review', false) as is_held,
                o.disposition = 'duplicate' as is_duplicate,
                t.twin_set is not null as is_twin,
                o.record_id in (select record_id from reached) as is_reached,
                t.child in (select child from listed) as is_listed,
                exists (select 1 from right_truth x where x.child = t.child and x.kind <> o.source) as is_known,
                exists (select 1 from right_truth x where x.person_id = k.person_id and x.child = t.child) as is_true,
                exists (select 1 from right_truth x where x.person_id = k.person_id and x.child <> t.child and x.twin_set = t.twin_set) as is_twin_link,
                o.disposition = 'duplicate' and exists (
                    select 1 from left_truth d where d.record_id = o.duplicate_of and d.child = t.child) as is_rightly_duplicate,
                row_number() over (partition by o.source, t.child order by o.disposition = 'duplicate', o.record_id) > 1 and t.child is not null as is_surplus,
                row_number() over (partition by t.child order by o.source <> 'nhs', o.disposition = 'duplicate', o.record_id) = 1 as is_first,
                bool_or(coalesce(o.outcome = 'pending_review', false)) over (partition by t.child) as child_waits
            from outcomes o
            cross join cycles c
            left join linked k using (record_id)
            left join left_truth t using (record_id)
            left join linkage_left g using (record_id)
            left join education_errors e on e.child = t.child
        )
        select * exclude (is_first, child_waits, is_listed),
            case when coalesce(is_missing, false) and is_first then
                case when is_listed then 'listed' when child_waits then 'waiting' else 'hidden' end end as missing_fate
        from judged
    """)
