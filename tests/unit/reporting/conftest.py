"""A warehouse with the staged rows of a few files, each with its issues. All people are invented."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from orchestration.landing.tables import create_raw_tables

CYCLE = "annual-2025"
CANARIES = ("Gwernfab", "Zinedda", "LD99 1AA", "A681600120001", "2014", "Llwybr")
STAGED = {
    "cycle": "varchar",
    "source_file": "varchar",
    "source_row": "integer",
    "row_fault": "varchar",
    "surname": "varchar",
    "surname_key": "varchar",
    "forename_key": "varchar",
    "date_of_birth": "date",
    "date_of_birth_fault": "varchar",
    "postcode": "varchar",
    "postcode_fault": "varchar",
    "upn": "varchar",
    "upn_is_valid": "boolean",
}
SOUND = {
    "cycle": CYCLE,
    "row_fault": None,
    "surname": "Gwernfab",
    "surname_key": "gwernfab",
    "forename_key": "zinedda",
    "date_of_birth": dt.date(2014, 9, 3),
    "date_of_birth_fault": None,
    "postcode": "LD99 1AA",
    "postcode_fault": None,
    "upn": None,
    "upn_is_valid": None,
}


class Warehouse:
    """Put files and their staged rows in, ask the connection."""

    def __init__(self):
        self.con = duckdb.connect()
        create_raw_tables(self.con)
        self.con.execute("create schema staging")
        columns = ", ".join(f"{n} {t}" for n, t in STAGED.items())
        for source in ("nhs", "independent_schools"):
            self.con.execute(f"create table staging.stg_{source} ({columns})")
        self.con.execute(
            "insert into raw.cycles by name select ? as cycle, 'annual' as kind, date '2025-04-08' as reference_date,"
            " date '2025-05-20' as deadline_independent_schools, true as is_current",
            [CYCLE],
        )

    def file(self, source_file, rows=(), *, status="loaded", reason=None, received=dt.datetime(2025, 5, 1, 9)):
        """A file whose staged rows are sound but for what each of ``rows`` says; ``given`` is the date as it came."""
        source = source_file.split("/")[0]
        stem = source_file.split("/")[1].split(".")[0]
        key = "supplier_la_code" if source == "nhs" else "school_key"
        self.con.execute(
            f"insert into raw.files by name select ? as cycle, ? as source, ? as source_file, ? as {key}, ? as status,"
            " ? as reason_code, ? as rows_received, ?::timestamp as received_at",
            [CYCLE, source, source_file, stem, status, reason, len(rows), received],
        )
        date = "dob" if source == "independent_schools" else "date_of_birth"
        for number, row in enumerate(rows, start=2):
            given = row.pop("given", "2014-09-03")
            # each child a child of its own, unless the row says otherwise
            staged = {
                **SOUND,
                "forename_key": f"zinedda{number}",
                **row,
                "source_file": source_file,
                "source_row": number,
            }
            self.con.execute(
                f"insert into staging.stg_{source} ({', '.join(staged)}) values ({', '.join('?' * len(staged))})",
                list(staged.values()),
            )
            self.con.execute(
                f'insert into raw."{source}" by name select ? as cycle, ? as source_file, ? as source_row, ? as {date}',
                [CYCLE, source_file, number, given],
            )


@pytest.fixture
def warehouse():
    made = Warehouse()
    yield made
    made.con.close()


@pytest.fixture
def canaries():
    return CANARIES
