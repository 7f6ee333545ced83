"""Asks the warehouse which children, pairs and cases an authority is shown, and what is known of them.

The SQL is in ``sql/``, a file for each question. Keep out how the answers are worded (``build_rows.py``). Nothing of a
child on the list of suppressions is read: not as a child to find, nor as evidence beside another. The address of
another child in the home of a shielded one is withheld too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.sources import LANDING_SOURCES
from orchestration.storage.sql_files import SqlFiles

Row = dict[str, Any]
RIVAL_FROM = 0.05
"""The least match probability at which another candidate is worth a look."""

_SQL = SqlFiles(Path(__file__).parent / "sql")
_BATCH = 5000


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary tables that the questions below ask, each by the ones before it."""
    tables = [source.staging_table for source in LANDING_SOURCES.values()]
    _SQL.run(con, "everyone", staging_tables=tables)
    for table in ("shielded_homes", "records", "places", "showable"):
        _SQL.run(con, table)


def potential_children(con: duckdb.DuckDBPyConnection, cycle: str) -> Iterator[Row]:
    """The children of every authority's sheet Potential CME, in the order of work."""
    return _rows(con, _SQL.text("potential"), cycle=cycle)


def pairs_to_review(con: duckdb.DuckDBPyConnection, cycle: str) -> Iterator[Row]:
    """The pairs of every authority's sheet To review, in the order of work."""
    return _rows(con, _SQL.text("review", fold=partial(_macro, "fold")), cycle=cycle, rival_from=RIVAL_FROM)


def open_cases(con: duckdb.DuckDBPyConnection, cycle: str) -> Iterator[Row]:
    """The cases of every authority's sheet Register, in the order of work."""
    return _rows(con, _SQL.text("register", fold_name=partial(_macro, "fold_name")), cycle=cycle)


def children_apart(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[str, int]:
    """How many children of each authority are on none of its sheets, because of the list of suppressions."""
    return {row["la_code"]: row["children"] for row in _rows(con, _SQL.text("apart"), cycle=cycle)}


def _rows(con: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> Iterator[Row]:
    result = con.execute(sql, parameters)
    names = [column[0] for column in result.description]
    while batch := result.fetchmany(_BATCH):
        for values in batch:
            yield dict(zip(names, values, strict=True))


def _macro(name: str, expression: str) -> str:
    """The SQL of a macro of the dbt project, called with an SQL expression."""
    return render_macro(f"{name}('{expression}')")
