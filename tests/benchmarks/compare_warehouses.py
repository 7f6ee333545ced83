"""Whether two warehouses hold the same marts, byte for byte: ``python -m tests.benchmarks.compare_warehouses A B``.

For a change that is to leave results as they are: run the same extracts with the code before and after it, then
compare. Each table of the schema is written as CSV, ordered by all of its columns, and digested; columns and types are
part of the digest. Prints a line a table, with counts only; exit code 1 where any differs.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import duckdb


def table_digests(database: Path, schema: str) -> dict[str, tuple[int, str]]:
    """Rows and digest of each table or view of ``schema`` in the DuckDB file, by name."""
    found = {}
    with duckdb.connect(str(database), read_only=True) as con, tempfile.TemporaryDirectory() as folder:
        con.execute(f"set temp_directory = '{folder}'")
        names = con.execute(
            "select table_name from information_schema.tables where table_schema = ? order by 1", [schema]
        ).fetchall()
        for (name,) in names:
            columns = con.execute(f"describe {schema}.{name}").fetchall()
            out = Path(folder) / "table.csv"
            con.execute(f"copy (select * from {schema}.{name} order by all) to '{out}' (header, force_quote *)")
            rows = con.execute(f"select count(*) from {schema}.{name}").fetchall()[0][0]
            shape = repr([(column[0], column[1]) for column in columns]).encode()
            found[name] = (rows, hashlib.sha256(shape + out.read_bytes()).hexdigest()[:16])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--schema", action="append", help="schemas to compare; marts by default")
    args = parser.parse_args()
    differs = 0
    for schema in args.schema or ["marts"]:
        before, after = table_digests(args.before, schema), table_digests(args.after, schema)
        for name in sorted(before | after):
            is_same = before.get(name) == after.get(name)
            differs += not is_same
            rows = [str(side[name][0]) if name in side else "absent" for side in (before, after)]
            print(f"{'same   ' if is_same else 'DIFFERS'}  {schema}.{name}  {' -> '.join(rows)} rows")
    print(f"{differs} tables differ" if differs else "all tables are the same")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
