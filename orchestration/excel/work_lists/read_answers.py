"""Reads what officers answered on one work list: each answer, or what is wrong with it.

Put here the reading of one workbook. Keep out which answers are recorded (``import_answers.py``). An issue names file,
sheet, row and column, and never the value there. A row without an answer is no issue: lists come back half filled.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.decisions.files import PAIRS, REGISTER, Decision
from orchestration.domain.text import fold_label
from orchestration.errors import issue
from orchestration.excel.work_lists import words
from orchestration.excel.work_lists.sheets import REVIEW, SHEETS, Sheet, check_of
from orchestration.landing.readers.spreadsheet import read_worksheets
from orchestration.landing.readers.table import Unreadable


@dataclass(frozen=True)
class Answer:
    """One answer, and the row of the sheet where it is given.

    ``born`` has, for each id of the decision, the date of birth in its row, where there is one.
    """

    decision: Decision
    file: str
    sheet: str
    row: int
    born: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def ids(self) -> list[str]:
        """The ids of the records or the child that the answer is about."""
        return [value for name, value in self.decision.values.items() if name.endswith("_id")]

    @property
    def place(self) -> str:
        """File and sheet, as messages name them."""
        return f"{self.file}, sheet {self.sheet}"


@dataclass
class WorkbookAnswers:
    """What one workbook holds. ``unsure`` counts pairs answered with "unsure", which go on waiting."""

    answers: list[Answer] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    unsure: int = 0


def read_answers(path: Path, *, closures: Mapping[str, str], today: dt.date) -> WorkbookAnswers:
    """Read the answers of one workbook, in the order of its sheets and rows.

    Args:
        closures: the code of each reason for closing by its label in both languages.
        today: no answer may be dated later.
    """
    found = WorkbookAnswers()
    try:
        book = read_worksheets(path.read_bytes())
    except Unreadable as error:
        remedy = "Open it in Excel, and save it as .xlsx without a password."
        found.issues.append(issue(file=str(path), expected=error.expected, remedy=remedy))
        return found
    defaults = _defaults(book.get(words.SUMMARY_SHEET, []))
    readers = [
        (_SheetReader(found, str(path), name, sheet, defaults, closures, today), rows)
        for name, rows in book.items()
        if (sheet := _sheet_of(rows)) is not None
    ]
    if not readers:
        found.issues.append(
            issue(
                file=str(path),
                expected="the sheets of a work list were expected, with their headings in row 1",
                remedy="Give the workbook that the run wrote, with its columns as they were.",
            )
        )
    for reader, rows in readers:
        reader.read_rows(rows)
    return found


def _defaults(summary: Sequence[Sequence[str]]) -> dict[str, str]:
    """Who answered and when, where the summary says so once for the whole file."""
    given = {line[1].strip(): line[2].strip() for line in summary if len(line) > 2}
    return {"decided_by": given.get(words.BY_WHOM, ""), "decided_date": given.get(words.DAY, "")}


def _sheet_of(rows: Sequence[Sequence[str]]) -> Sheet | None:
    """Which sheet it is by its headings, whatever its name and the order of its columns."""
    given = {fold_label(heading) for heading in rows[0]} if rows else set()
    alike = [sheet for sheet in SHEETS if all(fold_label(i) in given for i in sheet.ids)]
    return max(alike, key=lambda sheet: sum(fold_label(c.heading) in given for c in sheet.columns), default=None)


@dataclass(frozen=True)
class _SheetReader:
    """Reads one sheet of one workbook into ``found``."""

    found: WorkbookAnswers
    file: str
    name: str
    sheet: Sheet
    defaults: Mapping[str, str]
    closures: Mapping[str, str]
    today: dt.date

    def read_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Read the rows of the sheet, the first of which has the headings."""
        headings = [fold_label(heading) for heading in rows[0]]
        at = {
            c.key: headings.index(fold_label(c.heading))
            for c in self.sheet.columns
            if fold_label(c.heading) in headings
        }
        needed = {*self.sheet.ids, *self.sheet.identity, "check"}
        missing = [c.heading for c in self.sheet.columns if (c.key in needed or c.is_answer) and c.key not in at]
        if missing:
            expected = f"the columns {', '.join(missing)} were expected"
            remedy = "Put them back as they were, or copy the answers into the workbook that the run wrote."
            self._add_issue(1, None, expected, remedy)
            return
        for number, line in enumerate(rows[1:], start=2):
            self._read_row(number, {key: line[place].strip() if place < len(line) else "" for key, place in at.items()})

    def _read_row(self, row: int, given: Mapping[str, str]) -> None:
        if not given["decision"]:
            # a date, a name or a note alone is work in progress
            if given.get("closure_reason") or given.get("to_la_code"):
                expected = "a decision was expected, since another part of the answer is filled in"
                self._add_issue(row, "decision", expected, "Choose it from the list, or clear the other part.")
        elif given.get("where_to_answer") == words.ANSWER_ELSEWHERE:
            remedy = "Close the case in your own case system and clear the answer: the next extract brings it."
            self._add_issue(row, "decision", "no answer was expected", remedy)
        elif given["check"] != check_of(self.sheet, given):
            expected = (
                "the name and the ids that the run wrote were expected; the row has been changed, or moved in part"
            )
            remedy = "Copy the answer into the workbook that the run wrote, beside the right child."
            self._add_issue(row, None, expected, remedy)
        else:
            self._read_answer(row, given)

    def _read_answer(self, row: int, given: Mapping[str, str]) -> None:
        issues_before = len(self.found.issues)
        is_pair = self.sheet is REVIEW
        choice = self._chosen(row, given, "decision", words.PAIR_ANSWERS if is_pair else words.REGISTER_DECISIONS)
        if choice == words.UNSURE:
            self.found.unsure += 1
            return
        values = {key: given[key] for key in self.sheet.ids}
        values |= {"decision": choice, **self._when_and_by_whom(row, given), "note": _note(given)}
        if not is_pair:
            values["closure_reason"] = self._chosen(row, given, "closure_reason", self.closures)
            values["to_la_code"] = self._chosen(row, given, "to_la_code", words.authorities(without=""))
            self._check_case(row, given, choice)
        if len(self.found.issues) == issues_before:
            decision = Decision(PAIRS if is_pair else REGISTER, values)
            self.found.answers.append(Answer(decision, self.file, self.name, row, self._born(given)))

    def _when_and_by_whom(self, row: int, given: Mapping[str, str]) -> dict[str, str]:
        """Date and name of the answer, from its row or else from the summary."""
        day = _day(given["decided_date"] or self.defaults["decided_date"])
        by = _plain(given["decided_by"] or self.defaults["decided_by"])
        if day is None or day > self.today:
            expected = "the day of the answer was expected, today or before"
            remedy = "Fill it in as day/month/year, here or once on the summary."
            self._add_issue(row, "decided_date", expected, remedy)
        if not by:
            remedy = "Fill it in, here or once on the summary."
            self._add_issue(row, "decided_by", "who answered was expected", remedy)
        return {"decided_date": day.isoformat() if day else "", "decided_by": by}

    def _born(self, given: Mapping[str, str]) -> dict[str, dt.date]:
        """The date of birth beside each id; the ids and the dates of a sheet are in the same order."""
        ids = [key for key in self.sheet.ids if key.endswith("_id")]
        dates = [key for key in self.sheet.identity if key.startswith("date_of_birth")]
        days = {given[key]: _day(given[date]) for key, date in zip(ids, dates, strict=True)}
        return {of: day for of, day in days.items() if day is not None}

    def _check_case(self, row: int, given: Mapping[str, str], choice: str) -> None:
        """A reason for closing goes with one decision, an authority with another."""
        if choice == "transferred" and not given["to_la_code"]:
            expected = "the authority that takes the case was expected"
            self._add_issue(row, "to_la_code", expected, "Choose it from the list.")
        for key, wanted, label in (
            ("to_la_code", "transferred", "Transferred"),
            ("closure_reason", "not_cme", "Not CME"),
        ):
            if given[key] and choice and choice != wanted:
                expected = f"nothing was expected unless the decision is {label}"
                self._add_issue(row, key, expected, "Clear it, or change the decision.")

    def _chosen(self, row: int, given: Mapping[str, str], key: str, options: Mapping[str, str]) -> str:
        code = _choice(given[key], options)
        if given[key] and not code:
            self._add_issue(row, key, "one of the list was expected", "Choose it from the list.")
        return code

    def _add_issue(self, row: int, key: str | None, expected: str, remedy: str) -> None:
        """Add an issue of a row, and of the column with the key where it is one of a column."""
        heading = next((c.heading for c in self.sheet.columns if c.key == key), None)
        self.found.issues.append(
            issue(file=f"{self.file}, sheet {self.name}", row=row, column=heading, expected=expected, remedy=remedy)
        )


def _choice(text: str, options: Mapping[str, str]) -> str:
    """The code of what was chosen, or typed: the whole label, one of its two languages, or the code itself."""
    for label, code in options.items():
        if fold_label(text) in {
            fold_label(label),
            fold_label(code),
            *(fold_label(half) for half in label.split(" / ")),
        }:
            return code
    return ""


def _day(text: str) -> dt.date | None:
    """A date as Excel stores it (yyyy-mm-dd), or typed as day/month/year; none for any other text."""
    typed = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        return dt.date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _note(given: Mapping[str, str]) -> str:
    """The note; that a pair was answered with "twins" is kept in it."""
    twins = next(label for label in words.PAIR_ANSWERS if label.endswith("Twins"))
    is_twins = fold_label(given["decision"]) in {fold_label(twins), *(fold_label(half) for half in twins.split(" / "))}
    return "; ".join(filter(None, ["twins" if is_twins else "", _plain(given["note"])]))


def _plain(text: str) -> str:
    """Text on one line, which no spreadsheet takes for a formula when somebody opens the file of decisions."""
    return " ".join(text.split()).lstrip("=+-@ ")
