"""The figures that the board of returns shows, as the marts hold them.

Put here what is read for the board. Keep out its tables and their words (``board``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.quality.row_issues import Return, returns_received

MartRow = Mapping[str, Any]

_RETURNS = """
    select
        la_code, supplier_kind, source, supplier_code, coalesce(supplier_name, supplier_code) as supplier, is_expected,
        status, timezone('Europe/London', timezone('UTC', received_at))::date as received_on, deadline, files_held,
        rows_received, rows_in_scope, held_reason
    from marts.returns_coverage
    where cycle = ?
"""
_SUMMARY = """
    select
        la_code, supplier_kind, expected, received_on_time, received_late, held, not_received, children_unexplained,
        children_possibly_explained, children_probably_explained
    from marts.coverage_summary
    where cycle = ?
"""
_POTENTIAL = "select la_code, potential_identified from marts.cme_before_after where cycle = ?"
_NEAR = """
    with near as (
        select la_code, unnest(string_split(neighbour_la_codes, ',')) as neighbour
        from marts.potential_cme
        where cycle = ?
    )
    select la_code, neighbour, count(*) as children from near group by all
"""
_SENT_AS = "select source, source_file, supplier_code from intermediate.int_return_files"


@dataclass(frozen=True)
class BoardFigures:
    """What the marts hold on the returns of one cycle.

    ``returns`` are rows of ``returns_coverage``; ``summary`` has rows of ``coverage_summary`` by authority and kind of
    supplier; ``potential`` the children newly found, by authority; ``near`` the children of an authority who live near
    a neighbour, by both; ``files`` what came from suppliers who are sent receipts, by source and supplier.
    """

    returns: Sequence[MartRow]
    summary: Mapping[tuple[str, str], MartRow]
    potential: Mapping[str, int]
    near: Mapping[tuple[str, str], int]
    files: Mapping[tuple[str, str], Sequence[Return]]


def read_figures(con: duckdb.DuckDBPyConnection, *, cycle: str) -> BoardFigures:
    """Read the figures of a cycle, which must be the current one: raises ``BadInput`` where it is not."""
    return BoardFigures(
        returns=_dicts(con, _RETURNS, cycle),
        summary={(row["la_code"], row["supplier_kind"]): row for row in _dicts(con, _SUMMARY, cycle)},
        potential=dict(con.execute(_POTENTIAL, [cycle]).fetchall()),
        near={(la, neighbour): n for la, neighbour, n in con.execute(_NEAR, [cycle]).fetchall()},
        files=_files_by_supplier(con, cycle),
    )


def headline(con: duckdb.DuckDBPyConnection, *, cycle: str) -> dict[str, int]:
    """The figures of all authorities and suppliers together, by name."""
    totals = _dicts(con, f"{_SUMMARY} and la_code = 'total' and supplier_kind = 'total'", cycle)
    return {name: value for row in totals for name, value in row.items() if isinstance(value, int)}


def _dicts(con: duckdb.DuckDBPyConnection, sql: str, cycle: str) -> list[dict[str, Any]]:
    return con.sql(sql, params=[cycle]).to_arrow_table().to_pylist()


def _files_by_supplier(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[tuple[str, str], list[Return]]:
    supplier = {(source, file): code for source, file, code in con.execute(_SENT_AS).fetchall()}
    found: dict[tuple[str, str], list[Return]] = defaultdict(list)
    for received in returns_received(con, cycle=cycle):
        found[received.source, supplier[received.source, received.source_file]].append(received)
    return found
