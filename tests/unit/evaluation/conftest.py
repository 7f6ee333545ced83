"""A finished cycle of a few children in memory, typed in with its truth, so that every figure can be counted by hand.

Put here what happened to whom. Keep out what follows from it, which is in the tests.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from orchestration.evaluation.cycle import Evaluation, evaluate_cycle
from orchestration.linkage.features.inputs import INPUT_COLUMNS, TEXT_COLUMNS
from orchestration.linkage.tables import CANDIDATES, LINKS, PERSONS, UNLINKED

CYCLE = "2025-annual"
TRUTH_HEADINGS = (
    "source_file",
    "source_row",
    "person_id",
    "household_id",
    "twin_set_id",
    "education_state",
    "is_missing",
    "home_la_code",
    "name_group",
    "rurality",
    "errors",
)

# child: (surname, forename, born, postcode, twin set, state, truly missing, name group)
CHILDREN = {
    1: ("Tafarn", "Alys", "2014-05-06", "ZA1 1AA", "", "la_school", False, "welsh"),
    2: ("Brigant", "Bryn", "2012-01-02", "ZA1 2AA", "", "la_school", False, "welsh"),
    3: ("Coedwr", "Cai", "2010-07-08", "ZA2 1AA", "", "la_school", False, "english"),
    4: ("Derwydd", "Dylan", "2015-03-04", "ZA3 1AA", "7", "missing", True, "english"),
    5: ("Derwydd", "Elan", "2015-03-04", "ZA3 1AA", "7", "la_school", False, "english"),
    6: ("Ifanwy", "Fflur", "2016-09-10", "ZA4 1AA", "", "missing", True, "welsh"),
    7: ("Hafodwy", "Glyn", "2013-11-12", "ZA5 1AA", "", "la_school", False, "welsh"),
    8: ("Jenkin", "Heti", "2017-02-03", "ZA6 1AA", "", "missing", True, "welsh"),
    9: ("Jenkin", "Heti", "2017-02-03", "ZA6 1AA", "", "la_school", False, "welsh"),
}
# nhs record: (child, LA, outcome or "duplicate", pupil linked, reason, weight, probability, duplicate of, planted
# errors, forename given otherwise)
NHS = {
    "nhs-1": (1, "W06000001", "perfect", "plasc-1", "exact_all_fields", 25.0, 0.9999, None, "", None),
    "nhs-2": (
        2,
        "W06000001",
        "partial",
        "plasc-2",
        "name_variant",
        9.0,
        0.99,
        None,
        "forename_typo;old_address",
        "Bryyn",
    ),
    "nhs-3": (3, "W06000001", "pending_review", "plasc-3", "weak_evidence", -3.0, 0.6, None, "", None),
    # a missing child hidden behind her twin: the forename differs
    "nhs-4": (4, "W06000002", "partial", "plasc-5", "combined_evidence", 5.0, 0.985, None, "", None),
    "nhs-6": (6, "W06000002", "unmatched", None, "no_candidate", None, None, None, "", None),
    "nhs-7": (7, "W06000002", "unmatched", None, "below_threshold", None, None, None, "", None),
    # the first child again, found to be; and again, not found to be
    "nhs-8": (1, "W06000001", "duplicate", None, None, None, None, "nhs-1", "duplicate", None),
    "nhs-9": (1, "W06000001", "unmatched", None, "candidate_taken", None, None, None, "duplicate", None),
    # a missing child who shares every particular with another, who is not on the list
    "nhs-10": (8, "W06000002", "perfect", "plasc-9", "exact_all_fields", 22.0, 0.999, None, "", None),
}
PLASC = {"plasc-1": 1, "plasc-2": 2, "plasc-3": 3, "plasc-5": 5, "plasc-7": 7, "plasc-9": 9}
NHS_FILE, PLASC_FILE = "nhs/W06000001.csv", "local_authorities/W06000001/plasc.csv"


def _linkage_rows(records: dict[str, tuple[int, str | None]], kind: str) -> pa.Table:
    schema = pa.schema(
        [
            (c, pa.string() if c in TEXT_COLUMNS else pa.date32() if c == "date_of_birth" else pa.float64())
            for c in INPUT_COLUMNS
        ]
    )
    rows = []
    for record_id, (child, forename) in records.items():
        surname, given, born, postcode, *_ = CHILDREN[child]
        rows.append(
            {
                "record_id": record_id,
                "kind": kind,
                "la_code": "W06000001",
                "surname": surname,
                "forenames": forename or given,
                "date_of_birth": dt.date.fromisoformat(born),
                "postcode": postcode,
            }
        )
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def build_warehouse() -> duckdb.DuckDBPyConnection:
    """The tables of the warehouse that evaluation reads, filled from the lists above."""
    con = duckdb.connect()
    con.execute("create schema marts; create schema linkage; create schema intermediate; create schema raw")
    left = _linkage_rows({r: (v[0], v[9]) for r, v in NHS.items()}, "nhs")
    right = _linkage_rows({r: (child, None) for r, child in PLASC.items()}, "plasc")
    for name, table in (("left", left), ("right", right)):
        con.register("given", table)
        con.execute(f"create table intermediate.int_linkage_{name} as from given")
    con.execute("""
        create table marts.match_outcomes (
            cycle varchar,
            source varchar,
            source_file varchar,
            source_row integer,
            la_code varchar,
            record_id varchar,
            disposition varchar,
            outcome varchar,
            match_reason varchar,
            match_probability double,
            matched_source varchar,
            match_weight double,
            duplicate_of varchar
        );
        create table marts.potential_cme (cycle varchar, source_file varchar, source_row integer);
        create table intermediate.int_outcome_record_lineage (
            record_id varchar, source_file varchar, source_row integer
        );
        create table raw.files (cycle varchar, source_file varchar, rows_received integer, status varchar);
        create table raw.cycles (cycle varchar, reference_date date)
    """)
    for table in (LINKS, UNLINKED, PERSONS, CANDIDATES):
        columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        con.execute(f"create table linkage.{table.name} (cycle varchar, {columns})")
    for n, (record, (_, la, outcome, pupil, reason, weight, probability, duplicate_of, _, _)) in enumerate(NHS.items()):
        is_duplicate = outcome == "duplicate"
        con.execute(
            "insert into marts.match_outcomes values (?, 'nhs', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                CYCLE,
                NHS_FILE,
                n + 2,
                la,
                record,
                "duplicate" if is_duplicate else "in_scope",
                None if is_duplicate else outcome,
                reason,
                probability,
                "plasc" if pupil else None,
                weight,
                duplicate_of,
            ],
        )
        if pupil:
            decision = "review" if outcome == "pending_review" else "accept"
            con.execute(
                "insert into linkage.links values (?, ?, 'nhs', ?, ?, 'plasc', ?, ?, ?, ?, null)",
                [CYCLE, record, f"person-{pupil}", pupil, decision, reason, weight, probability],
            )
        elif not is_duplicate:
            con.execute(
                "insert into linkage.unlinked values (?, ?, 'nhs', ?, ?, null)",
                [CYCLE, record, reason, -9.0 if reason == "below_threshold" else None],
            )
            con.execute("insert into marts.potential_cme values (?, ?, ?)", [CYCLE, NHS_FILE, n + 2])
    for n, record in enumerate(PLASC):
        con.execute("insert into linkage.persons values (?, ?, ?)", [CYCLE, record, f"person-{record}"])
        con.execute("insert into intermediate.int_outcome_record_lineage values (?, ?, ?)", [record, PLASC_FILE, n + 2])
    # an even weight of -4 for both records of the first authority
    for record, right, weight, probability in (("nhs-2", "plasc-2", -4, 0.5), ("nhs-3", "plasc-3", -3, 2 / 3)):
        con.execute(
            "insert into linkage.candidates (cycle, left_id, right_id, match_weight, match_probability)"
            " values (?, ?, ?, ?, ?)",
            [CYCLE, record, right, weight, probability],
        )
    con.execute(f"insert into raw.cycles values ('{CYCLE}', date '2025-04-30')")
    con.execute(
        "insert into raw.files values (?, ?, ?, 'loaded'), (?, ?, ?, 'loaded')",
        [CYCLE, NHS_FILE, len(NHS), CYCLE, PLASC_FILE, len(PLASC)],
    )
    return con


def write_truth(path: Path) -> Path:
    """The truth of the lists above, as a sample writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(TRUTH_HEADINGS)
        rows = [(NHS_FILE, n + 2, v[0], v[8]) for n, v in enumerate(NHS.values())] + [
            (PLASC_FILE, n + 2, child, "") for n, child in enumerate(PLASC.values())
        ]
        for file, row, child, errors in rows:
            *_, twins, state, missing, names = CHILDREN[child]
            writer.writerow(
                (file, row, child, child, twins, state, str(missing).lower(), "W06000001", names, "urban", errors)
            )
    return path


@pytest.fixture(scope="session")
def warehouse() -> duckdb.DuckDBPyConnection:
    return build_warehouse()


@pytest.fixture(scope="session")
def truth(tmp_path_factory) -> Path:
    return write_truth(tmp_path_factory.mktemp("truth") / "data-truth" / f"{CYCLE}.csv.gz")


@pytest.fixture(scope="session")
def evaluation(warehouse, truth) -> Evaluation:
    return evaluate_cycle(warehouse, truth, CYCLE)


@pytest.fixture(scope="session")
def without_truth(warehouse) -> Evaluation:
    return evaluate_cycle(warehouse, None, CYCLE)


@pytest.fixture(scope="session")
def share_of(evaluation) -> Callable[..., tuple[float, float]]:
    """Numerator and denominator of a measure in a group."""

    def find(measure: str, group_kind: str = "all", group: str = "all") -> tuple[float, float]:
        row = evaluation.figure(measure, group_kind, group)
        assert row is not None, f"{measure} was not measured for {group_kind} {group}"
        return row["numerator"], row["denominator"]

    return find
