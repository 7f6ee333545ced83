"""Reading what a run made, in tests: one digest a table."""

import hashlib
from pathlib import Path

import duckdb

TIMES = {"loaded_at", "finished_at"}
"""Columns that say when a run was; everything else must be the same of the same input."""


def digests(published: Path) -> dict[str, str]:
    """One digest of all rows for each published table."""
    return _digests(published / "evaluation.duckdb")


def table_digests(warehouse: Path) -> dict[str, str]:
    """One digest of all rows for each table of a warehouse, times of runs and their notes left out."""
    return {table: found for table, found in _digests(warehouse).items() if not table.startswith("runs.")}


def _digests(database: Path) -> dict[str, str]:
    found = {}
    with duckdb.connect(str(database), read_only=True) as con:
        for schema, table in con.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall():
            columns = con.execute(
                "select column_name from duckdb_columns() where schema_name = ? and table_name = ?"
                " order by column_index",
                [schema, table],
            ).fetchall()
            listed = ", ".join(f'"{name}"' for (name,) in columns if name not in TIMES)
            rows = con.execute(f'select {listed} from {schema}."{table}" order by all').fetchall()
            found[f"{schema}.{table}"] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found
