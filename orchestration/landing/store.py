"""Writes what a load found to the ``raw`` schema: rows with their lineage, and the lines of ``raw.files``.

Put here the statements that change those tables. Keep out their columns (``tables.py``) and what decides whether a
file is loaded. The caller opens the transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields

import duckdb

from orchestration.landing.file_report import FileReport
from orchestration.landing.tables import table_columns
from orchestration.landing.unchanged_files import UnchangedFile
from orchestration.landing.validate_file import ValidatedFile


def delete_rows(con: duckdb.DuckDBPyConnection, source: str, cycle: str, *, except_files: Collection[str] = ()) -> None:
    """Delete the cycle's rows of ``raw.<source>``, those of ``except_files`` (by ``source_file``) excepted."""
    con.execute(
        f'delete from raw."{source}" where cycle = ? and not list_contains(?::varchar[], source_file)',
        [cycle, list(except_files)],
    )


def store_rows(
    con: duckdb.DuckDBPyConnection, source: str, cycle: str, validated: ValidatedFile, *, loaded_at: dt.datetime
) -> None:
    """Add the rows of a file that may be loaded to ``raw.<source>``, as text with their lineage; a blank is null."""
    report, reading = validated.report, validated.reading
    lineage = {
        "cycle": cycle,
        "source_file": report.source_file,
        "supplier_la_code": report.supplier_la_code,
        "school_key": report.school_key,
        "file_hash": report.file_hash,
        "received_at": report.received_at,
        "loaded_at": loaded_at,
    }
    types = table_columns(source)
    constants = {name: value for name, value in lineage.items() if name in types}
    columns = [f"?::{types[name]} as {name}" for name in constants]
    columns += ["source_row", "row_fault", *(f'nullif("{name}", \'\') as "{name}"' for name in reading.match.columns)]
    con.register("incoming_rows", reading.to_arrow())
    try:
        con.execute(
            f'insert into raw."{source}" by name select {", ".join(columns)} from incoming_rows',
            list(constants.values()),
        )
    finally:
        con.unregister("incoming_rows")


def store_files(
    con: duckdb.DuckDBPyConnection,
    source: str,
    cycle: str,
    reports: Sequence[FileReport],
    *,
    loaded_at: dt.datetime,
    basis: str | None = None,
    unchanged: Mapping[str, UnchangedFile] | None = None,
) -> None:
    """Replace the lines of the source and cycle in ``raw.files``.

    ``basis`` is what the load depended on beside the files. Files that were not read again (``unchanged``, by
    ``source_file``) keep the time at which their rows came.
    """
    con.execute("delete from raw.files where cycle = ? and source = ?", [cycle, source])
    names = ["cycle", "source", "basis", "loaded_at", *(f.name for f in fields(FileReport))]
    marks = ", ".join("?" for _ in names)
    for report in reports:
        kept = (unchanged or {}).get(report.source_file)
        con.execute(
            f"insert into raw.files ({', '.join(names)}) values ({marks})",
            [cycle, source, basis, kept.loaded_at if kept else loaded_at, *asdict(report).values()],
        )
