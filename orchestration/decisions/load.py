"""Loads what people decided from ``<data>/decisions/`` into ``raw``.

Decisions win over the model and are only ever added to, so each file is read whole, in the order of its rows, and the
rows of every cycle are kept: where one thing was decided twice, the later row holds (by ``decided_date``, then
``source_row``). A row that cannot be read stops the load, since to leave it out would be to overturn somebody's
decision.

Put here what the columns of these files must hold. Keep out what a decision does to a register and how a child on the
list of suppressions is recognised, which is dbt's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.decisions.files import read_lines
from orchestration.domain.authorities import welsh_code
from orchestration.domain.ids import is_child_id
from orchestration.domain.postcodes import is_postcode
from orchestration.domain.text import fold_label
from orchestration.errors import BadInput, issue
from orchestration.landing.tables import create_raw_tables, table_columns
from orchestration.storage.transaction import transaction

FOLDER = "decisions"
REGISTER_DECISIONS = ("confirmed_cme", "not_cme", "transferred")
PAIR_DECISIONS = ("match", "not_match")
SUPPRESSIONS = ("died", "objection_upheld", "shielded", "not_suppressed")
OLDEST_CHILD_YEARS = 20
"""A date of birth further before the day of recording is a typing error, and would never find the child."""

_FIX_ROW = "Fix the row; the others were not loaded either."


@dataclass(frozen=True)
class _Rule:
    """How a value of one column is read: what is expected, and a function that returns None for anything else."""

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
    # the child is described and not named by a record_id: it must be recognised in files that have not been sent yet
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

    A missing file is an empty table. Raises ``BadInput`` with every issue of all files, before anything is written.
    """
    issues: list[str] = []
    rows = {table: _read(Path(data_dir) / FOLDER / f"{table}.csv", table, issues) for table in _RULES}
    if issues:
        raise BadInput(issues)
    create_raw_tables(con, *rows)
    with transaction(con):
        for table, records in rows.items():
            names = list(table_columns(table))
            con.execute(f"delete from raw.{table}")
            if records:
                marks = ", ".join("?" for _ in names)
                con.executemany(f"insert into raw.{table} values ({marks})", [[r[n] for n in names] for r in records])
    return {table: len(records) for table, records in rows.items()}


def _read(path: Path, table: str, issues: list[str]) -> list[dict[str, object]]:
    """The records of one file, ``source_row`` counting the headings as row 1; adds to ``issues`` what is wrong."""
    lines = read_lines(path)
    if lines is None:
        return []
    rules, shown = _RULES[table], f"{FOLDER}/{path.name}"
    places = {fold_label(h): i for i, h in enumerate(lines[0] if lines else [])}
    absent = [n for n, rule in rules.items() if rule.required and fold_label(n) not in places]
    if absent:
        expected = f"the headings {', '.join(rules)} were expected (not found: {', '.join(absent)})"
        issues.append(issue(file=shown, row=1, expected=expected, remedy="Put them in the first row."))
        return []
    records = []
    for number, line in enumerate(lines[1:], start=2):
        if "".join(line).strip():
            record, wrong = _read_row(line, rules, places)
            records.append({"source_row": number, **record})
            issues += [issue(file=shown, row=number, column=c, expected=e, remedy=r) for c, e, r in wrong]
    return records


def _read_row(
    line: Sequence[str], rules: Mapping[str, _Rule], places: Mapping[str, int]
) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    """The values of one row by column, and each issue: the column, what was expected, the remedy.

    ``places`` has the position of each folded heading.
    """
    record: dict[str, object] = {}
    wrong = []
    for name, rule in rules.items():
        place = places.get(fold_label(name), len(line))
        given = line[place].strip() if place < len(line) else ""
        record[name] = rule.read(given) if given else None
        if record[name] is None and (given or rule.required):
            wrong.append((name, rule.expected, _FIX_ROW))
    if record.get("decision") == "transferred" and not record.get("to_la_code"):
        wrong.append(("to_la_code", "the code of the authority that takes the case was expected", "Fill it in."))
    born, recorded = record.get("date_of_birth"), record.get("recorded_date")
    if born and recorded and not 0 <= recorded.year - born.year <= OLDEST_CHILD_YEARS:
        expected = f"a date within {OLDEST_CHILD_YEARS} years before recorded_date was expected"
        wrong.append(("date_of_birth", expected, _FIX_ROW))
    return record, wrong
