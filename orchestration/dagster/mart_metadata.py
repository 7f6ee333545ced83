"""Figures of what dbt built, as metadata of each materialisation: row counts, and the key figures of the marts.

Put here one cheap query a mart for the figures that people follow over time; Dagster plots every number by itself. Keep
out figures by authority or supplier, which are in the marts, and any value of a child's record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import dagster as dg
import duckdb

from orchestration.dagster.resources import Warehouse

KEY_FIGURES = {
    "match_outcomes": """
        select
            count(*) as received,
            count(*) filter (where outcome is not null) as in_scope,
            100.0 * count(*) filter (where outcome in ('perfect', 'partial')) / nullif(count(outcome), 0)
                as matched_percent,
            100.0 * count(*) filter (where outcome = 'perfect') / nullif(count(outcome), 0) as perfect_percent,
            100.0 * count(*) filter (where outcome = 'partial') / nullif(count(outcome), 0) as partial_percent,
            100.0 * count(*) filter (where outcome = 'pending_review') / nullif(count(outcome), 0) as review_percent,
            100.0 * count(*) filter (where outcome = 'unmatched') / nullif(count(outcome), 0) as unmatched_percent
        from marts.match_outcomes where cycle = $cycle
    """,
    "records_matched": """
        select
            received,
            in_scope,
            100.0 * (perfect + partial) / nullif(in_scope, 0) as matched_percent,
            100.0 * perfect / nullif(in_scope, 0) as perfect_percent,
            100.0 * partial / nullif(in_scope, 0) as partial_percent,
            100.0 * pending_review / nullif(in_scope, 0) as review_percent,
            100.0 * unmatched / nullif(in_scope, 0) as unmatched_percent
        from marts.records_matched where cycle = $cycle and la_code = 'total' and source = 'total'
    """,
    "match_rates": """
        select min(matched_percent) as lowest_matched_percent, max(matched_percent) as highest_matched_percent
        from marts.match_rates where cycle = $cycle and la_code <> 'total' and source = 'nhs'
    """,
    "potential_cme": """
        select count(*) as children, count(*) filter (where is_counted) as children_counted
        from marts.potential_cme where cycle = $cycle
    """,
    "restricted_queue": "select count(*) as children from marts.restricted_queue where cycle = $cycle",
    "cme_register": """
        select
            count(*) filter (where status <> 'closed') as open_cases,
            count(*) filter (where status = 'potential') as potential_cases,
            count(*) filter (where status = 'confirmed') as confirmed_cases,
            count(*) filter (where status <> 'closed' and is_over_substantial_period) as cases_over_substantial_period
        from marts.cme_register where cycle = $cycle
    """,
    "cme_before_after": """
        select known_before, closed, opened_by_exercise, opened_otherwise, known_after, confirmed_new
        from marts.cme_before_after where cycle = $cycle and la_code = 'total'
    """,
    "returns_coverage": """
        select
            count(*) filter (where is_expected) as returns_expected,
            100.0 * count(*) filter (where is_expected and status like 'received%')
                / nullif(count(*) filter (where is_expected), 0) as returns_received_percent
        from marts.returns_coverage where cycle = $cycle
    """,
    "coverage_summary": """
        select
            expected as returns_expected,
            100.0 * (received_on_time + received_late) / nullif(expected, 0) as returns_received_percent,
            held as returns_held
        from marts.coverage_summary where cycle = $cycle and la_code = 'total' and supplier_kind = 'total'
    """,
    "dq_completeness": """
        select
            100.0 * sum(given) / nullif(sum(received), 0) as given_percent,
            100.0 * sum(valid) / nullif(sum(received), 0) as valid_percent
        from marts.dq_completeness where cycle = $cycle
    """,
    "dq_field_disagreement": """
        select min(100.0 * share) filter (where la_code = 'total') as lowest_agreement_of_a_field_percent
        from marts.dq_field_disagreement where cycle = $cycle and kind = 'agree'
    """,
    "nhs_feedback_summary": """
        select sum(records) as findings, sum(not_placed) as findings_on_records_not_placed
        from marts.nhs_feedback_summary where cycle = $cycle
    """,
}
"""By mart, a query for the cycle that gives one row; its columns are the names that Dagster shows."""

CHILDREN_BY_BASIS = """
    select 'children_' || bases.basis, count(potential.child_id)
    from seeds.case_bases as bases
    left join marts.potential_cme as potential on potential.basis = bases.basis and potential.cycle = $cycle
    group by bases.basis
    order by bases.basis
"""


def output_metadata(
    context: dg.AssetExecutionContext, warehouse: Warehouse, events: Iterable[Any]
) -> dict[str, dict[str, int | float]]:
    """Metadata of the tables that dbt built, by the name of Dagster's output. The warehouse must be free."""
    outputs = [event.output_name for event in events if isinstance(event, dg.Output)]
    # the key of an asset is its schema and table
    tables = {output: tuple(context.asset_key_for_output(output).path) for output in outputs}
    with warehouse.connect(read_only=True) as con:
        found = table_metadata(con, set(tables.values()), cycle=context.partition_key)
    return {output: found[table] for output, table in tables.items()}


def table_metadata(
    con: duckdb.DuckDBPyConnection, tables: Collection[tuple[str, str]], *, cycle: str
) -> dict[tuple[str, str], dict[str, int | float]]:
    """Metadata of tables that were just built, by schema and name.

    Each table has its number of rows; a mart also its key figures for ``cycle``, without those that cannot be
    calculated (a share of no records).
    """
    return {(schema, name): _metadata(con, schema, name, cycle) for schema, name in tables}


def _metadata(con: duckdb.DuckDBPyConnection, schema: str, name: str, cycle: str) -> dict[str, int | float]:
    figures: dict[str, int | float | None] = {
        "dagster/row_count": con.execute(f'select count(*) from "{schema}"."{name}"').fetchall()[0][0]
    }
    if schema == "marts" and name in KEY_FIGURES:
        result = con.execute(KEY_FIGURES[name], {"cycle": cycle})
        columns = [column[0] for column in result.description]
        figures |= next((dict(zip(columns, row, strict=True)) for row in result.fetchall()), {})
    if (schema, name) == ("marts", "potential_cme"):
        figures |= dict(con.execute(CHILDREN_BY_BASIS, {"cycle": cycle}).fetchall())
    return {
        key: round(value, 2) if isinstance(value, float) else value
        for key, value in figures.items()
        if value is not None
    }
