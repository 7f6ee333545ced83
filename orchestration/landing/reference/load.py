"""Reference tables: postcodes, schools, GP practices.

They belong to no cycle and are replaced whole. A missing file leaves an empty table and a warning, since a run without
it is poorer and not wrong; one that is there and cannot be used is an error, since it can be corrected. Keep out
anything about children, and how a postcode file is read (``postcodes.py``).
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.domain.authorities import any_code
from orchestration.domain.text import fold_label
from orchestration.errors import BadInput, issue
from orchestration.landing.readers.text import decode
from orchestration.landing.reference.postcodes import load_postcodes
from orchestration.landing.tables import create_raw_tables, table_columns
from orchestration.storage.transaction import transaction

# What a run lacks where the file is missing, in the words of the warning.
REFERENCE_TABLES = {
    "postcodes": "no address can be placed, so every record stays with the authority it was sent for",
    "schools": "schools that sent no return cannot be named",
    "gp_practices": "the address of a surgery cannot be distinguished from a home",
}


@dataclass(frozen=True)
class ReferenceReport:
    """Rows stored, lines that were not (broken, without a key, or given before), and a warning if there is one."""

    table: str
    rows: int
    rows_not_used: int = 0
    warning: str | None = None


def load_reference(con: duckdb.DuckDBPyConnection, *, reference_dir: Path, table: str) -> ReferenceReport:
    """Replace ``raw.<table>`` by ``reference/<table>.csv`` or ``.csv.gz``.

    Raises ``BadInput`` where the file is there and its headings or its form are not as expected; the table then keeps
    what it held.
    """
    create_raw_tables(con, table)
    names = (f"{table}.csv", f"{table}.csv.gz")
    path = next((p for n in names if (p := Path(reference_dir) / n).is_file()), None)
    if path is None:
        con.execute(f"delete from raw.{table}")
        return ReferenceReport(table, 0, warning=f"reference/{table}.csv is not there: {REFERENCE_TABLES[table]}.")
    shown = f"reference/{path.name}"
    if table == "postcodes":
        rows, not_used = load_postcodes(con, path, shown)
        warning = None if rows else f"{shown} holds no postcode: {REFERENCE_TABLES[table]}."
        return ReferenceReport(table, rows, not_used, warning)
    return _load_list(con, path, shown, table)


def _load_list(con: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str) -> ReferenceReport:
    """A short list headed by the names of its own columns, of which the first is the key."""
    columns = list(table_columns(table))
    try:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        lines = csv.reader(io.StringIO(decode(data)[0], newline=""))
        rows = [row for row in lines if "".join(row).strip()]
    except (OSError, EOFError, csv.Error):
        raise BadInput(
            issue(file=shown, expected="a CSV file was expected", remedy="Save it as CSV in UTF-8.")
        ) from None
    places = {fold_label(h): i for i, h in reversed(list(enumerate(rows[0] if rows else [])))}
    absent = [n for n in columns if fold_label(n) not in places]
    if columns[0] in absent:
        raise BadInput(
            issue(
                file=shown,
                row=1,
                expected=f"the headings {', '.join(columns)} were expected (not found: {', '.join(absent)})",
                remedy="Put the headings in the first row.",
            )
        )
    records: dict[str, dict[str, str | None]] = {}
    for row in rows[1:]:
        record = {n: _cell(row, places.get(fold_label(n))) for n in columns}
        if record.get("la_code"):
            record["la_code"] = any_code(record["la_code"]) or record["la_code"]
        if record[columns[0]]:
            records.setdefault(record[columns[0]], record)
    _replace(con, table, pa.Table.from_pylist(list(records.values()), pa.schema([(n, pa.string()) for n in columns])))
    warning = f"{shown} has no column {', '.join(absent)}." if absent else None
    return ReferenceReport(table, len(records), len(rows) - 1 - len(records), warning)


def _cell(row: list[str], place: int | None) -> str | None:
    return (row[place].strip() or None) if place is not None and place < len(row) else None


def _replace(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("incoming_list", rows)
    try:
        with transaction(con):
            con.execute(f"delete from raw.{table}")
            con.execute(f"insert into raw.{table} by name select * from incoming_list")
    finally:
        con.unregister("incoming_list")
