"""The tables of the ``raw`` schema: their columns and types.

What a source's table holds follows from its ``Source`` in the contract; the rest (files, cycles, reference, decisions)
is listed here. Put the shape of a raw table here. Keep out the statements that fill it.
"""

from __future__ import annotations

import datetime as dt

import duckdb

from orchestration.landing.contract import SOURCES

LINEAGE: dict[str, str] = {
    "cycle": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "INTEGER",
    "supplier_la_code": "VARCHAR",
    "school_key": "VARCHAR",  # independent schools only
    "file_hash": "VARCHAR",
    "received_at": "TIMESTAMP",
    "loaded_at": "TIMESTAMP",
    "row_fault": "VARCHAR",
}

OTHER_TABLES: dict[str, dict[str, str]] = {
    "files": {
        "cycle": "VARCHAR",
        "source": "VARCHAR",
        "source_file": "VARCHAR",
        "supplier_la_code": "VARCHAR",
        "school_key": "VARCHAR",
        "file_hash": "VARCHAR",
        "size_bytes": "BIGINT",
        "received_at": "TIMESTAMP",
        "loaded_at": "TIMESTAMP",
        "status": "VARCHAR",
        "reason_code": "VARCHAR",
        "detail": "VARCHAR",
        "rows_received": "INTEGER",
        "columns_not_stored": "VARCHAR",
        "encoding": "VARCHAR",
        "rows_last_loaded": "INTEGER",
        "basis": "VARCHAR",
        "share_found": "DOUBLE",
    },
    "cycles": {
        "cycle": "VARCHAR",
        "kind": "VARCHAR",
        "reference_date": "DATE",
        "deadline_nhs": "DATE",
        "deadline_independent_schools": "DATE",
        "is_current": "BOOLEAN",
        "ehe_not_assessed_counts": "BOOLEAN",
    },
    "participating_las": {"cycle": "VARCHAR", "la_code": "VARCHAR"},
    "postcodes": {
        "postcode": "VARCHAR",
        "la_code": "VARCHAR",
        "easting": "DOUBLE",
        "northing": "DOUBLE",
        "latitude": "DOUBLE",
        "longitude": "DOUBLE",
        "terminated_date": "DATE",
    },
    "schools": {
        "school_number": "VARCHAR",
        "name": "VARCHAR",
        "la_code": "VARCHAR",
        "sector": "VARCHAR",
        "email": "VARCHAR",
    },
    "gp_practices": {
        "practice_code": "VARCHAR",
        "name": "VARCHAR",
        "address": "VARCHAR",
        "postcode": "VARCHAR",
    },
    "register_decisions": {
        "cycle": "VARCHAR",
        "child_id": "VARCHAR",
        "decision": "VARCHAR",
        "closure_reason": "VARCHAR",
        "to_la_code": "VARCHAR",
        "decided_date": "DATE",
        "decided_by": "VARCHAR",
        "source_row": "INTEGER",
    },
    "pair_decisions": {
        "cycle": "VARCHAR",
        "left_record_id": "VARCHAR",
        "right_record_id": "VARCHAR",
        "decision": "VARCHAR",
        "decided_date": "DATE",
        "decided_by": "VARCHAR",
        "source_row": "INTEGER",
    },
    "suppressions": {
        "surname": "VARCHAR",
        "forenames": "VARCHAR",
        "date_of_birth": "DATE",
        "postcode": "VARCHAR",
        "la_code": "VARCHAR",
        "reason": "VARCHAR",
        "recorded_date": "DATE",
        "recorded_by": "VARCHAR",
        "source_row": "INTEGER",
    },
}


def table_columns(table: str) -> dict[str, str]:
    """Columns of ``raw.<table>`` with their SQL types, in order."""
    source = SOURCES.get(table)
    if source is None:
        return OTHER_TABLES[table]
    lineage = {n: t for n, t in LINEAGE.items() if n != "school_key" or table == "independent_schools"}
    return lineage | {c.name: "VARCHAR" for c in source.stored}


def create_raw_tables(con: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Create the named tables of the ``raw`` schema where they do not exist (all of them by default).

    A table made by an older contract gets the columns it lacks; no column is ever dropped, because a cycle loaded
    before may have filled it.
    """
    con.execute("create schema if not exists raw")
    for table in tables or (*SOURCES, *OTHER_TABLES):
        columns = table_columns(table)
        listed = ", ".join(f'"{n}" {t}' for n, t in columns.items())
        con.execute(f'create table if not exists raw."{table}" ({listed})')
        present = {
            r[0]
            for r in con.execute(
                "select column_name from duckdb_columns() where database_name = current_database()"
                " and schema_name = 'raw' and table_name = ?",
                [table],
            ).fetchall()
        }
        for name, kind in columns.items():
            if name not in present:
                con.execute(f'alter table raw."{table}" add column "{name}" {kind}')


def as_timestamp(moment: dt.datetime) -> dt.datetime:
    """The moment in UTC without a zone, as TIMESTAMP columns hold it; one without a zone is taken as UTC."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
