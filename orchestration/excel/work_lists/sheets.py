"""The three sheets that officers work on: their columns, in order, and what identifies a row.

The same description writes a sheet and reads it back. Put here what a column is. Keep out where values come from
(``build_rows.py``), how a sheet is drawn (``draw_sheet.py``) and the meaning of answers (``answers.py``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from orchestration.excel.work_lists.words import BY_WHOM, DAY

TEXT, DATE, NUMBER = "@", "dd/mm/yyyy", "0"


@dataclass(frozen=True)
class Column:
    """One column: the key of its value in a row, its heading, its width in characters and its number format.

    ``is_answer`` columns are filled in by officers; ``options`` names the list that an answer is chosen from. Columns
    that are ``is_for_machine`` hold ids, in small print.
    """

    key: str
    heading: str
    width: float
    format: str = TEXT
    is_answer: bool = False
    options: str | None = None
    is_for_machine: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title and its columns.

    ``ids`` are the columns that identify a row for the import; ``identity`` those by which a person does, which must
    still be beside the ids when the sheet comes back. The first ``frozen`` columns stay in sight. ``pairs`` are columns
    that compare two records side by side.
    """

    title: str
    columns: tuple[Column, ...]
    ids: tuple[str, ...]
    identity: tuple[str, ...]
    frozen: int
    pairs: tuple[tuple[str, str], ...] = ()


def _locked(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name, 8, is_for_machine=True) for name in names)


_WHO_AND_WHEN = (
    Column("decided_date", DAY, 12, DATE, is_answer=True),
    Column("decided_by", BY_WHOM, 18, is_answer=True),
    Column("note", "Nodyn / Note", 30, is_answer=True),
)
_REGISTER_ANSWERS = (
    Column("decision", "Penderfyniad / Decision", 22, is_answer=True, options="decisions"),
    Column("closure_reason", "Rheswm dros gau / Reason for closing", 26, is_answer=True, options="closures"),
    Column("to_la_code", "I awdurdod / To authority", 20, is_answer=True, options="authorities"),
    *_WHO_AND_WHEN,
)

POTENTIAL = Sheet(
    "CME posibl - Potential CME",
    (
        Column("priority", "Trefn / Priority", 8, NUMBER),
        Column("surname", "Cyfenw / Surname", 16),
        Column("forenames", "Enwau cyntaf / Forenames", 16),
        Column("date_of_birth", "Dyddiad geni / Date of birth", 11, DATE),
        Column("age", "Oed / Age", 6, NUMBER),
        Column("school_year", "Blwyddyn ysgol / School year", 10, NUMBER),
        Column("address", "Cyfeiriad / Address", 26),
        Column("postcode", "Cod post / Postcode", 10),
        Column("reason", "Rheswm / Reason", 30),
        Column("step", "Cam nesaf / Next step", 26),
        Column("known", "Yr hyn sy'n hysbys / What is known", 48),
        Column("earlier", "Penderfyniad blaenorol / Earlier decision", 18),
        *_REGISTER_ANSWERS,
        Column("is_counted", "Cyfrifir / Counted", 10),
        Column("source", "Ffynhonnell / Source", 24),
        *_locked("child_id", "cycle", "check"),
    ),
    ids=("child_id", "cycle"),
    identity=("surname", "forenames", "date_of_birth"),
    frozen=4,
)
REVIEW = Sheet(
    "Adolygu - To review",
    (
        # first, so that it stays in sight with the names
        Column("decision", "Ateb / Answer", 20, is_answer=True, options="answers"),
        Column("surname_1", "Cyfenw / Surname (1)", 14),
        Column("surname_2", "Cyfenw / Surname (2)", 14),
        Column("forenames_1", "Enwau cyntaf / Forenames (1)", 14),
        Column("forenames_2", "Enwau cyntaf / Forenames (2)", 14),
        Column("date_of_birth_1", "Dyddiad geni / Date of birth (1)", 11, DATE),
        Column("date_of_birth_2", "Dyddiad geni / Date of birth (2)", 11, DATE),
        Column("address_1", "Cyfeiriad / Address (1)", 22),
        Column("address_2", "Cyfeiriad / Address (2)", 22),
        Column("postcode_1", "Cod post / Postcode (1)", 10),
        Column("postcode_2", "Cod post / Postcode (2)", 10),
        *_WHO_AND_WHEN,
        Column("reason", "Rheswm / Reason", 22),
        Column("record_1", "Cofnod / Record (1)", 24),
        Column("record_2", "Cofnod / Record (2)", 28),
        Column("evidence_cy", "Tystiolaeth", 40),
        Column("evidence_en", "Evidence", 40),
        Column("others", "Ymgeiswyr eraill / Other candidates", 34),
        *_locked("left_record_id", "right_record_id", "cycle", "check"),
    ),
    ids=("left_record_id", "right_record_id", "cycle"),
    identity=tuple(f"{field}_{n}" for field in ("surname", "forenames", "date_of_birth") for n in (1, 2)),
    frozen=5,
    pairs=tuple(
        (f"{field}_1", f"{field}_2") for field in ("surname", "forenames", "date_of_birth", "address", "postcode")
    ),
)
REGISTER = Sheet(
    "Cofrestr - Register",
    (
        Column("surname", "Cyfenw / Surname", 16),
        Column("forenames", "Enwau cyntaf / Forenames", 16),
        Column("date_of_birth", "Dyddiad geni / Date of birth", 11, DATE),
        Column("status", "Statws / Status", 14),
        Column("case_ref", "Cyfeirnod / Reference", 14),
        Column("basis", "Sail / Basis", 40),
        Column("opened_date", "Agorwyd / Opened", 11, DATE),
        Column("days_missing", "Diwrnodau ar goll / Days missing", 10, NUMBER),
        Column("duration_basis", "Cyfrifir o / Counted from", 16),
        Column("is_over", "Cyfnod sylweddol / Substantial period", 12),
        Column("closure_proposed", "Cynnig cau / Closure proposed", 12),
        Column("found_at", "Cafwyd yn / Found at", 24),
        Column("address", "Cyfeiriad / Address", 26),
        Column("postcode", "Cod post / Postcode", 10),
        Column("where_to_answer", "Ble i ateb / Where to answer", 18),
        *_REGISTER_ANSWERS,
        *_locked("child_id", "cycle", "check"),
    ),
    ids=("child_id", "cycle"),
    identity=("surname", "forenames", "date_of_birth"),
    frozen=3,
)
SHEETS = (POTENTIAL, REVIEW, REGISTER)


def as_written(text: str) -> str:
    """Text without the characters that no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def check_of(sheet: Sheet, row: Mapping[str, object]) -> str:
    """A checksum of a row's ids and of the person beside them, which shows that a row was changed or sorted in part."""
    values = (row.get(key) for key in (*sheet.ids, *sheet.identity))
    text = "|".join(
        v.isoformat() if isinstance(v, dt.date) else " ".join(as_written(str(v or "")).split()) for v in values
    )
    return hashlib.sha256(text.encode()).hexdigest()[:8]
