"""A small warehouse with what the work lists read, and workbooks as an officer fills them in.

All people are invented.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration.domain.ids import child_id_sql, record_id_sql
from orchestration.excel.work_lists import write_work_lists
from orchestration.landing import create_raw_tables
from orchestration.landing.contract import SOURCES
from orchestration.paths import DBT_PROJECT_DIR

CYCLE = "2025-annual"
CARDIFF, POWYS = "W06000015", "W06000023"
BORN = dt.date(2014, 9, 3)

COMMON = """
    record_id varchar, source_file varchar, source_row integer, surname varchar, forenames varchar,
    middle_names varchar, former_surname varchar, preferred_surname varchar, preferred_forename varchar,
    date_of_birth date, address varchar, postcode varchar, surname_key varchar, address_key varchar
"""
OWN = {
    "plasc": "school_number varchar, leaving_date date, leaving_reason varchar, destination_school varchar",
    "ooc": "school_number varchar, school_name varchar",
    "neighbouring": "school_number varchar, school_name varchar",
    "independent_schools": "school_key varchar",
    "eotas": "provider_name varchar",
    "ehe": "suitability varchar, last_review_date date",
    "cme_register": "case_ref varchar, opened_date date",
}
TABLES = {
    "staging.stg_schools": "school_number varchar, name varchar",
    "staging.stg_suppressions": "surname_key varchar, postcode varchar, reason varchar",
    "intermediate.int_suppression_reach": "record_id varchar, reason varchar, verdict varchar",
    "intermediate.int_potential_children": """
        record_id varchar, case_record_id varchar, leaver_record_id varchar, ehe_record_id varchar
    """,
    "intermediate.int_potential_evidence": "record_id varchar, case_record_id varchar",
    "intermediate.int_linkage_left": "record_id varchar, la_code varchar",
    "intermediate.int_linkage_right": "record_id varchar, kind varchar",
    "linkage.links": """
        cycle varchar, left_id varchar, left_kind varchar, person_id varchar, right_id varchar, right_kind varchar,
        decision varchar, match_reason varchar
    """,
    "linkage.candidates": """
        left_id varchar, right_id varchar, person_id varchar, match_weight double, match_probability double,
        place_level varchar
    """,
    "marts.potential_cme": """
        cycle varchar, child_id varchar, la_code varchar, basis varchar, source_file varchar, source_row integer,
        triage_reason varchar, priority integer, source varchar, record_id varchar, is_counted boolean,
        triage_reasons varchar, neighbour_la_codes varchar, schools_not_returned integer
    """,
    "marts.cme_register": """
        cycle varchar, case_id varchar, child_id varchar, case_ref varchar, la_code varchar, status varchar,
        basis varchar, opened_date date, days_missing integer, duration_basis varchar,
        is_over_substantial_period boolean, closure_proposed boolean, is_withheld boolean, surname varchar,
        forenames varchar, middle_names varchar, date_of_birth date, address varchar, postcode varchar,
        record_id varchar
    """,
    "marts.match_explanations": """
        cycle varchar, record_id varchar, sequence integer, comparison varchar, level_en varchar, level_cy varchar,
        weight double
    """,
    "marts.restricted_queue": "cycle varchar, la_code varchar, record_id varchar",
}


class Warehouse:
    """Put records and what became of them in; ``con`` is what the work lists ask."""

    def __init__(self):
        self.con = duckdb.connect()
        create_raw_tables(self.con)
        for schema in ("staging", "intermediate", "linkage", "marts", "seeds"):
            self.con.execute(f"create schema {schema}")
        for table, columns in TABLES.items():
            self.con.execute(f"create table {table} ({columns})")
        for source in SOURCES:
            self.con.execute(
                f"create table staging.stg_{source} ({COMMON}{', ' + OWN[source] if source in OWN else ''})"
            )
        for seed in ("case_bases", "triage_reasons", "closure_reasons"):
            self.con.execute(
                f"create table seeds.{seed} as from read_csv('{DBT_PROJECT_DIR}/seeds/{seed}.csv', all_varchar = true)"
            )
        self.put("raw.cycles", cycle=CYCLE, reference_date=dt.date(2025, 4, 30), is_current=True)
        for code in (CARDIFF, POWYS):
            self.put("raw.participating_las", cycle=CYCLE, la_code=code)
        self.rows = 1

    def put(self, table, **values):
        self.con.execute(
            f"insert into {table} ({', '.join(values)}) values ({', '.join('?' * len(values))})", list(values.values())
        )

    def record(self, source, surname, forenames, **values):
        """A record of a supplier, raw and staged; returns its record_id."""
        self.rows += 1
        file = f"{source}/{CARDIFF}.csv"
        self.put(f"raw.{source}", cycle=CYCLE, source_file=file, source_row=self.rows)
        (record_id,) = self.con.execute(
            f"select {record_id_sql(source)} from (select ? as cycle, ? as source_file, ? as source_row)",
            [CYCLE, file, self.rows],
        ).fetchall()[0]
        values = {
            "date_of_birth": BORN,
            "address": "1 Stryd Arall",
            "address_key": "1arallroad",
            "postcode": "LD99 1AA",
            **values,
        }
        self.put(
            f"staging.stg_{source}",
            record_id=record_id,
            source_file=file,
            source_row=self.rows,
            surname=surname,
            forenames=forenames,
            surname_key=surname and surname.casefold(),
            **values,
        )
        return record_id

    def child(
        self,
        surname="Gwernfab",
        forenames="Zinedda",
        *,
        la=CARDIFF,
        evidence=None,
        reason="unexplained",
        priority=3,
        **values,
    ):
        """A child potentially missing education; returns the child_id."""
        record_id = self.record("nhs", surname, forenames, **values)
        (child_id,) = self.con.execute(f"select {child_id_sql('?')}", [record_id]).fetchall()[0]
        self.put(
            "marts.potential_cme",
            cycle=CYCLE,
            child_id=child_id,
            la_code=la,
            basis="unmatched",
            source_file=f"nhs/{CARDIFF}.csv",
            source_row=self.rows,
            triage_reason=reason,
            triage_reasons=reason,
            priority=priority,
            source="nhs",
            record_id=record_id,
            is_counted=True,
            schools_not_returned=0,
        )
        self.put("intermediate.int_potential_children", record_id=record_id, **(evidence or {}))
        return child_id

    def pair(
        self,
        left=("Gwernfab", "Zinedda"),
        right=("Gwernfab", "Zineddo"),
        *,
        la=CARDIFF,
        reason="twin_conflict",
        address="1 Stryd Arall",
    ):
        """Two records that wait for a person; returns their record_ids."""
        left_id, right_id = (
            self.record("nhs", *left),
            self.record("plasc", *right, address=address, school_number="6814000"),
        )
        self.put(
            "linkage.links",
            cycle=CYCLE,
            left_id=left_id,
            left_kind="nhs",
            person_id=right_id,
            right_id=right_id,
            right_kind="plasc",
            decision="review",
            match_reason=reason,
        )
        self.put("intermediate.int_linkage_left", record_id=left_id, la_code=la)
        self.put("intermediate.int_linkage_right", record_id=right_id, kind="plasc")
        self.put(
            "linkage.candidates",
            left_id=left_id,
            right_id=right_id,
            person_id=right_id,
            match_weight=4.0,
            match_probability=0.9,
        )
        for number, (what, weight) in enumerate(
            (("prior", -13.0), ("forename", -7.5), ("surname", 7.0), ("place", 0.0))
        ):
            self.put(
                "marts.match_explanations",
                cycle=CYCLE,
                record_id=left_id,
                sequence=number,
                comparison=what,
                level_en=f"{what} en",
                level_cy=f"{what} cy",
                weight=weight,
            )
        return left_id, right_id

    def case(self, child_id=None, *, la=CARDIFF, **values):
        values = {
            "status": "confirmed",
            "basis": "known_cme",
            "closure_proposed": False,
            "is_withheld": False,
            "is_over_substantial_period": True,
            "duration_basis": "known_date",
            "surname": "Gwernfab",
            "forenames": "Zinedda",
            "date_of_birth": BORN,
            "case_id": f"case-{self.rows}",
            **values,
        }
        self.put("marts.cme_register", cycle=CYCLE, la_code=la, child_id=child_id, **values)


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse()


class Book:
    """A work list as an officer sees it."""

    def __init__(self, path: Path):
        self.path, self.book = path, openpyxl.load_workbook(path)

    def sheet(self, sheet):
        return self.book[sheet.title]

    def rows(self, sheet):
        """The rows of a sheet by the key of each column."""
        keys = [c.key for c in sheet.columns]
        return [
            dict(zip(keys, [cell.value for cell in line], strict=False))
            for line in self.sheet(sheet).iter_rows(min_row=2, max_col=len(keys))
        ]

    def cell(self, sheet, row, key):
        return self.sheet(sheet).cell(row, [c.key for c in sheet.columns].index(key) + 1)

    def fill(self, sheet, row, **values):
        for key, value in values.items():
            self.cell(sheet, row, key).value = value

    def save(self, path: Path | None = None) -> Path:
        self.book.save(path or self.path)
        return path or self.path


@pytest.fixture
def lists(warehouse, tmp_path):
    """Write the work lists; gives the one of an authority, Cardiff by default."""

    def write(name="W06000015 Cardiff"):
        write_work_lists(warehouse.con, tmp_path / "work_lists", cycle=CYCLE)
        return Book(tmp_path / "work_lists" / CYCLE / f"{name}.xlsx")

    return write
