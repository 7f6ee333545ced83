"""Reading a published set in tests: what is in it, as one digest a table."""

import hashlib
from pathlib import Path

import duckdb


def digests(published: Path) -> dict[str, str]:
    """One digest of all rows for each published table."""
    with duckdb.connect(str(published / "evaluation.duckdb"), read_only=True) as con:
        tables = [row[0] for row in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {
            table: hashlib.sha256(repr(con.execute(f"from marts.{table} order by all").fetchall()).encode()).hexdigest()
            for table in tables
        }
