"""What officers wrote on a work list, read back: each answer, or what is wrong with it.

Put here the reading of one workbook. Keep out what becomes of answers (``import_answers.py``). A fault names file, sheet,
row and column, and never what stands there. A row without an answer is no fault: lists come back half filled.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.errors import issue
from orchestration.excel.work_lists import words
from orchestration.excel.work_lists.sheets import REVIEW, SHEETS, Sheet, check_of
from orchestration.landing.contract.headings import fold
from orchestration.landing.readers.spreadsheet import read_worksheets
from orchestration.landing.readers.table import Unreadable

PAIRS, REGISTER = "pair_decisions", "register_decisions"
_OF_REGISTER = ("decision", "closure_reason", "to_la_code")


@dataclass(frozen=True)
class Answer:
    """One answer: ``table`` and ``values`` are the file of decisions and its columns, ``key`` what it is about.

    ``born`` has for each id in ``values`` the birth date that stood in its row, where one did.
    """

    table: str
    file: str
    sheet: str
    row: int
    values: Mapping[str, str]
    born: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        if self.table == PAIRS:
            return tuple(self.values[name] for name in ("cycle", "left_record_id", "right_record_id"))
        return (self.values["child_id"],)

    @property
    def said(self) -> tuple[str, ...]:
        """What was decided, without when, by whom and why."""
        return tuple(self.values.get(name, "") for name in _OF_REGISTER)

    @property
    def place(self) -> str:
        return f"{self.file}, sheet {self.sheet}"


@dataclass
class Read:
    """What one workbook gave. ``unsure`` pairs go on waiting."""

    answers: list[Answer] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    unsure: int = 0


def read_answers(path: Path, *, closures: Mapping[str, str], today: dt.date) -> Read:
    """The answers of one workbook. ``closures`` has the code of each reason for closing by its label."""
    read = Read()
    try:
        book = read_worksheets(path.read_bytes())
    except Unreadable as error:
        read.issues.append(
            issue(
                file=str(path),
                expected=error.expected,
                remedy="Open it in Excel, and save it as .xlsx without a password.",
            )
        )
        return read
    defaults = _defaults(book.get(words.SUMMARY_SHEET, []))
    readers = [
        (_Reader(read, str(path), name, sheet, defaults, closures, today), rows)
        for name, rows in book.items()
        if (sheet := _sheet_of(rows)) is not None
    ]
    if not readers:
        read.issues.append(
            issue(
                file=str(path),
                expected="the sheets of a work list were expected, with their headings in row 1",
                remedy="Give the workbook that the run wrote, with its columns as they were.",
            )
        )
    for reader, rows in readers:
        reader.read_rows(rows)
    return read


def _defaults(summary: Sequence[Sequence[str]]) -> dict[str, str]:
    """Who answered and when, where the summary says so once for the whole file."""
    said = {line[1].strip(): line[2].strip() for line in summary if len(line) > 2}
    return {"decided_by": said.get(words.BY_WHOM, ""), "decided_date": said.get(words.DAY, "")}


def _sheet_of(rows: Sequence[Sequence[str]]) -> Sheet | None:
    """Which sheet it is by its headings, whatever its name or the order of its columns."""
    given = {fold(heading) for heading in rows[0]} if rows else set()
    alike = [sheet for sheet in SHEETS if all(fold(i) in given for i in sheet.ids)]
    return max(alike, key=lambda sheet: sum(fold(c.heading) in given for c in sheet.columns), default=None)


@dataclass(frozen=True)
class _Reader:
    """Reads one sheet of one workbook into ``read``."""

    read: Read
    file: str
    name: str
    sheet: Sheet
    defaults: Mapping[str, str]
    closures: Mapping[str, str]
    today: dt.date

    def wrong(self, row: int, key: str | None, expected: str, remedy: str) -> None:
        heading = next((c.heading for c in self.sheet.columns if c.key == key), None)
        self.read.issues.append(
            issue(file=f"{self.file}, sheet {self.name}", row=row, column=heading, expected=expected, remedy=remedy)
        )

    def read_rows(self, rows: Sequence[Sequence[str]]) -> None:
        headings = [fold(heading) for heading in rows[0]]
        at = {c.key: headings.index(fold(c.heading)) for c in self.sheet.columns if fold(c.heading) in headings}
        needed = {*self.sheet.ids, *self.sheet.identity, "check"}
        missing = [c.heading for c in self.sheet.columns if (c.key in needed or c.is_answer) and c.key not in at]
        if missing:
            self.wrong(
                1,
                None,
                f"the columns {', '.join(missing)} were expected",
                "Put them back as they were, or copy the answers into the workbook that the run wrote.",
            )
            return
        for number, line in enumerate(rows[1:], start=2):
            self._read_row(number, {key: line[place].strip() if place < len(line) else "" for key, place in at.items()})

    def _read_row(self, row: int, given: Mapping[str, str]) -> None:
        if not given["decision"]:
            # a date, a name or a note alone is work in progress
            if given.get("closure_reason") or given.get("to_la_code"):
                self.wrong(
                    row,
                    "decision",
                    "a decision was expected, since more of it stands beside",
                    "Choose it from the list, or clear what stands beside.",
                )
        elif given.get("where_to_answer") == words.ANSWER_ELSEWHERE:
            self.wrong(
                row,
                "decision",
                "no answer was expected",
                "Close the case in your own case system and clear the answer: the next extract brings it.",
            )
        elif given["check"] != check_of(self.sheet, given):
            self.wrong(
                row,
                None,
                "the name and the ids that the run wrote there were expected; the row has been changed, or moved in part",
                "Copy the answer into the workbook that the run wrote, beside the right child.",
            )
        else:
            self._read_answer(row, given)

    def _read_answer(self, row: int, given: Mapping[str, str]) -> None:
        faults_before = len(self.read.issues)
        is_pair = self.sheet is REVIEW
        decision = self._chosen(row, given, "decision", words.PAIR_ANSWERS if is_pair else words.REGISTER_DECISIONS)
        if decision == words.UNSURE:
            self.read.unsure += 1
            return
        day = _day(given["decided_date"] or self.defaults["decided_date"])
        by = _plain(given["decided_by"] or self.defaults["decided_by"])
        if day is None or day > self.today:
            self.wrong(
                row,
                "decided_date",
                "the day of the answer was expected, today or before",
                "Fill it in as day/month/year, here or once on the summary.",
            )
        if not by:
            self.wrong(row, "decided_by", "who answered was expected", "Fill it in, here or once on the summary.")
        values = {key: given[key] for key in self.sheet.ids}
        values |= {
            "decision": decision,
            "decided_date": day.isoformat() if day else "",
            "decided_by": by,
            "note": _note(given),
        }
        if not is_pair:
            values["closure_reason"] = self._chosen(row, given, "closure_reason", self.closures)
            values["to_la_code"] = self._chosen(row, given, "to_la_code", words.authorities(without=""))
            self._check_case(row, given, decision)
        if len(self.read.issues) == faults_before:
            self.read.answers.append(
                Answer(PAIRS if is_pair else REGISTER, self.file, self.name, row, values, self._born(given))
            )

    def _born(self, given: Mapping[str, str]) -> dict[str, dt.date]:
        """The birth date beside each id; the ids and the dates of a sheet stand in the same order."""
        ids = [key for key in self.sheet.ids if key.endswith("_id")]
        dates = [key for key in self.sheet.identity if key.startswith("date_of_birth")]
        days = {given[key]: _day(given[date]) for key, date in zip(ids, dates, strict=True)}
        return {of: day for of, day in days.items() if day is not None}

    def _check_case(self, row: int, given: Mapping[str, str], decision: str) -> None:
        """A reason for closing goes with one decision, an authority with another."""
        if decision == "transferred" and not given["to_la_code"]:
            self.wrong(row, "to_la_code", "the authority that takes the case was expected", "Choose it from the list.")
        for key, wanted, label in (
            ("to_la_code", "transferred", "Transferred"),
            ("closure_reason", "not_cme", "Not CME"),
        ):
            if given[key] and decision and decision != wanted:
                self.wrong(
                    row,
                    key,
                    f"nothing was expected unless the decision is {label}",
                    "Clear it, or change the decision.",
                )

    def _chosen(self, row: int, given: Mapping[str, str], key: str, options: Mapping[str, str]) -> str:
        code = _choice(given[key], options)
        if given[key] and not code:
            self.wrong(row, key, "one of the list was expected", "Choose it from the list.")
        return code


def _choice(text: str, options: Mapping[str, str]) -> str:
    """The code of what was chosen, or typed: the whole label, one of its two languages, or the code itself."""
    for label, code in options.items():
        if fold(text) in {fold(label), fold(code), *(fold(half) for half in label.split(" / "))}:
            return code
    return ""


def _day(text: str) -> dt.date | None:
    """A date as Excel keeps it, or as it is typed in Wales."""
    typed = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        return dt.date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _note(given: Mapping[str, str]) -> str:
    """Why; that two children were said to be twins is kept with it."""
    twins = next(label for label in words.PAIR_ANSWERS if label.endswith("Twins"))
    is_twins = fold(given["decision"]) in {fold(twins), *(fold(half) for half in twins.split(" / "))}
    return "; ".join(filter(None, ["twins" if is_twins else "", _plain(given["note"])]))


def _plain(text: str) -> str:
    """Words on one line, which no spreadsheet takes for a formula when somebody opens the file of decisions."""
    return " ".join(text.split()).lstrip("=+-@ ")
