"""What people decided, from ``<data>/decisions/``.

Decisions win over the model and are only ever added to, so the files are read whole, in their order, and
every cycle's rows are kept: where one thing was decided twice, the later row (``decided_date``, then
``source_row``) is the one that holds. A row that cannot be understood stops the load, since to leave it out
would be to overturn somebody's decision. Keep out what a decision does to a register, and how a child on the
list of suppressions is known again, which is dbt's.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.domain.authorities import welsh_code
from orchestration.domain.ids import is_child_id
from orchestration.domain.postcodes import is_postcode
from orchestration.domain.text import fold_label
from orchestration.errors import BadInput, issue
from orchestration.landing.readers.text import decode
from orchestration.landing.tables import create_raw_tables, table_columns

FOLDER = "decisions"
REGISTER_DECISIONS = ("confirmed_cme", "not_cme", "transferred")
PAIR_DECISIONS = ("match", "not_match")
SUPPRESSIONS = ("died", "objection_upheld", "shielded", "not_suppressed")
_YEARS_OF_A_CHILD = 20
"""A date of birth further before the day of recording is a slip, and would never find the child."""


@dataclass(frozen=True)
class _Rule:
    """How a value of one column is read: what is expected, and a function that gives None where it is not."""

    expected: str
    read: Callable[[str], object | None]
    required: bool = True


def _one_of(allowed: tuple[str, ...]) -> _Rule:
    return _Rule(f"one of {', '.join(allowed)} was expected", lambda v: v.lower() if v.lower() in allowed else None)


def _text(expected: str, *, required: bool = True) -> _Rule:
    return _Rule(expected, lambda v: v, required)


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _name(value: str) -> str | None:
    return value if fold_label(value) else None


def _postcode(value: str) -> str | None:
    return value if is_postcode(value) else None


_DATE = _Rule("a date like 2025-05-20 was expected", _day)
_WHO = _text("who decided was expected")
_RULES: dict[str, dict[str, _Rule]] = {
    "register_decisions": {
        "cycle": _text("the name of a cycle was expected"),
        "child_id": _Rule("a child_id of the mart potential_cme was expected", lambda v: v if is_child_id(v) else None),
        "decision": _one_of(REGISTER_DECISIONS),
        "closure_reason": _text("", required=False),
        "to_la_code": _Rule("the code of a Welsh local authority was expected", welsh_code, required=False),
        "decided_date": _DATE,
        "decided_by": _WHO,
    },
    "pair_decisions": {
        "cycle": _text("the name of a cycle was expected"),
        "left_record_id": _text("a record_id was expected"),
        "right_record_id": _text("a record_id was expected"),
        "decision": _one_of(PAIR_DECISIONS),
        "decided_date": _DATE,
        "decided_by": _WHO,
    },
    # the child is described and not named by a record_id, since it must be known again in a feed not yet sent
    "suppressions": {
        "surname": _Rule("a surname was expected", _name),
        "forenames": _Rule("at least the first forename was expected", _name),
        "date_of_birth": _DATE,
        "postcode": _Rule("a postcode like CF10 1AA, or nothing, was expected", _postcode, required=False),
        "la_code": _Rule("the code of a Welsh local authority, or nothing, was expected", welsh_code, required=False),
        "reason": _one_of(SUPPRESSIONS),
        "recorded_date": _DATE,
        "recorded_by": _text("who recorded it was expected"),
    },
}


def load_decisions(con: duckdb.DuckDBPyConnection, data_dir: Path) -> dict[str, int]:
    """Replace ``raw.register_decisions``, ``raw.pair_decisions`` and ``raw.suppressions``; returns the rows of each.

    A missing file is an empty table. Raises ``BadInput`` with every fault of all files, before anything is
    written.
    """
    issues: list[str] = []
    rows = {table: _read(Path(data_dir) / FOLDER / f"{table}.csv", table, issues) for table in _RULES}
    if issues:
        raise BadInput(issues)
    create_raw_tables(con, *rows)
    con.begin()
    try:
        for table, records in rows.items():
            names = list(table_columns(table))
            con.execute(f"delete from raw.{table}")
            if records:
                marks = ", ".join("?" for _ in names)
                con.executemany(f"insert into raw.{table} values ({marks})", [[r[n] for n in names] for r in records])
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return {table: len(records) for table, records in rows.items()}


def _read(path: Path, table: str, issues: list[str]) -> list[dict[str, object]]:
    if not path.is_file():
        return []
    rules, shown = _RULES[table], f"{FOLDER}/{path.name}"
    lines = list(csv.reader(io.StringIO(decode(path.read_bytes())[0], newline="")))
    places = {fold_label(h): i for i, h in enumerate(lines[0] if lines else [])}
    absent = [n for n, rule in rules.items() if rule.required and fold_label(n) not in places]
    if absent:
        issues.append(
            issue(
                file=shown,
                row=1,
                expected=f"the headings {', '.join(rules)} were expected (not found: {', '.join(absent)})",
                remedy="Put them in the first row.",
            )
        )
        return []
    records: list[dict[str, object]] = []
    for number, line in enumerate(lines[1:], start=2):
        if not "".join(line).strip():
            continue
        record: dict[str, object] = {"source_row": number}
        for name, rule in rules.items():
            place = places.get(fold_label(name))
            given = line[place].strip() if place is not None and place < len(line) else ""
            record[name] = rule.read(given) if given else None
            if record[name] is None and (given or rule.required):
                issues.append(
                    issue(
                        file=shown,
                        row=number,
                        column=name,
                        expected=rule.expected,
                        remedy="Mend the row; the others were not loaded either.",
                    )
                )
        if record.get("decision") == "transferred" and not record.get("to_la_code"):
            issues.append(
                issue(
                    file=shown,
                    row=number,
                    column="to_la_code",
                    expected="the code of the authority that takes the case was expected",
                    remedy="Fill it in.",
                )
            )
        born, recorded = record.get("date_of_birth"), record.get("recorded_date")
        if born and recorded and not 0 <= recorded.year - born.year <= _YEARS_OF_A_CHILD:
            issues.append(
                issue(
                    file=shown,
                    row=number,
                    column="date_of_birth",
                    expected=f"a date within {_YEARS_OF_A_CHILD} years before recorded_date was expected",
                    remedy="Mend the row; the others were not loaded either.",
                )
            )
        records.append(record)
    return records
