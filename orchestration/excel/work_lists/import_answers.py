"""Imports answered work lists into ``<data>/decisions/``: find, read, validate, record.

The answers are added to the files that the next run reads, which stay the one record of what people decided; a workbook
is only the way there. Nothing is written while there is any issue. Put here which answers are recorded. Keep out the
reading of a workbook (``read_answers.py``), the files (``decisions.files``) and what a decision does.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb

from orchestration.decisions.files import COLUMNS, PAIRS, REGISTER, Decision, DecisionFile
from orchestration.decisions.load import FOLDER
from orchestration.errors import BadInput, issue
from orchestration.excel.work_lists.known_records import KnownRecords, find_known
from orchestration.excel.work_lists.read_answers import Answer, WorkbookAnswers, read_answers
from orchestration.excel.work_lists.words import CLOSURE_REASONS

LOOK_AGAIN = "Look for the child on the newest work list, and answer there."


class AnswerStatus(StrEnum):
    """What becomes of an answer."""

    NEW = "new"
    REPLACES_EARLIER = "replaces an earlier decision"
    ALREADY_RECORDED = "already recorded"
    RECORD_NOT_FOUND = "its record is in no extract"
    ANOTHER_CHILD = "its record is now another child's"
    CONTRADICTS_ANSWER = "contradicts another answer"
    NOT_LATER = "contradicts a decision and is not later"


@dataclass(frozen=True)
class CheckedAnswer:
    """An answer and what becomes of it; ``other`` is the answer, ``earlier`` the decision that it contradicts."""

    answer: Answer
    status: AnswerStatus
    other: Answer | None = None
    earlier: Decision | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether the answer goes into a file of decisions."""
        return self.status in (AnswerStatus.NEW, AnswerStatus.REPLACES_EARLIER)

    @property
    def earlier_place(self) -> str:
        """Where the earlier decision is, as messages name it."""
        return f"{FOLDER}/{self.earlier.table}.csv, row {self.earlier.row}"


@dataclass(frozen=True)
class ImportResult:
    """How many answers were recorded, by file of decisions, and how many were not. ``notes`` are on single rows."""

    recorded: Mapping[str, int]
    already_recorded: int
    unsure: int
    notes: Sequence[str]

    def lines(self) -> list[str]:
        """All of it for the analyst to read."""
        pairs, children = self.recorded[PAIRS], self.recorded[REGISTER]
        lines = [
            f"Recorded: {pairs:,} answers about pairs, {children:,} about children.",
            *(f"  {note}" for note in self.notes),
        ]
        if self.already_recorded:
            lines.append(f"Already recorded: {self.already_recorded:,}.")
        if self.unsure:
            lines.append(f"Unsure: {self.unsure:,} pairs, which go on waiting.")
        return [*lines, "The next run takes the answers into account: cme run"] if pairs or children else lines


def find_workbooks(paths: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those of the folders named, each once. Raises ``BadInput`` for what is none."""
    found, issues = [], []
    for path in paths:
        # while a workbook is open, Excel keeps a file beside it whose name begins so
        inside = sorted(p for p in path.glob("*.xlsx") if not p.name.startswith("~$")) if path.is_dir() else [path]
        if not inside or not inside[0].is_file():
            expected = "a workbook, or a folder of workbooks, was expected"
            issues.append(issue(file=str(path), expected=expected, remedy="Check the name."))
        elif inside[0].suffix.lower() not in (".xlsx", ".xlsm"):
            issues.append(issue(file=str(path), expected="an Excel workbook was expected", remedy="Save it as .xlsx."))
        found += inside
    if issues:
        raise BadInput(issues)
    return list(dict.fromkeys(found))


def import_answers(
    con: duckdb.DuckDBPyConnection, data_dir: Path, workbooks: Sequence[Path], *, today: dt.date
) -> ImportResult:
    """Add the answers of the workbooks to ``pair_decisions.csv`` and ``register_decisions.csv``.

    ``con`` is the warehouse, to know which records and children there are. Raises ``BadInput`` with every issue of all
    workbooks before anything is written. An answer whose child or record is in no extract any more is left out, with a
    note.
    """
    read = _read(con, workbooks, today)
    answers = [answer for book in read for answer in book.answers]
    files = {table: DecisionFile.read(Path(data_dir) / FOLDER / f"{table}.csv", table) for table in COLUMNS}
    checked = _validate(answers, files, find_known(con, {i for answer in answers for i in answer.ids}))
    issues = [line for book in read for line in book.issues] + list(_issues(checked))
    if issues:
        raise BadInput([*issues, "No answer was recorded."])
    return ImportResult(
        recorded=_record(checked, files),
        already_recorded=Counter(one.status for one in checked)[AnswerStatus.ALREADY_RECORDED],
        unsure=sum(book.unsure for book in read),
        notes=list(_notes(checked)),
    )


def _read(con: duckdb.DuckDBPyConnection, workbooks: Sequence[Path], today: dt.date) -> list[WorkbookAnswers]:
    labels = con.execute("select label_cy || ' / ' || label_en, closure_reason from seeds.closure_reasons").fetchall()
    closures = {label: code for label, code in labels if code in CLOSURE_REASONS}
    return [read_answers(path, closures=closures, today=today) for path in workbooks]


def _validate(answers: Sequence[Answer], files: Mapping[str, DecisionFile], known: KnownRecords) -> list[CheckedAnswer]:
    """Give each answer its status, by the warehouse's records, the other answers and the decisions in the files."""
    decided = {table: file.decisions() for table, file in files.items()}
    first: dict[tuple[str, ...], Answer] = {}
    checked = []
    for answer in answers:
        lost = _lost(answer, known)
        if lost is not None:
            checked.append(CheckedAnswer(answer, lost))
            continue
        decision = answer.decision
        other = first.setdefault((decision.table, *decision.key), answer)
        if other is answer:
            checked.append(_compare(answer, decided[decision.table].get(decision.key, [])))
        elif other.decision.choice == decision.choice:
            checked.append(CheckedAnswer(answer, AnswerStatus.ALREADY_RECORDED))
        else:
            checked.append(CheckedAnswer(answer, AnswerStatus.CONTRADICTS_ANSWER, other=other))
    return checked


def _lost(answer: Answer, known: KnownRecords) -> AnswerStatus | None:
    """Why the answer can be given to no child that the warehouse has; none where it can."""
    # an id is the place of a row: where a file was sent again, another child may be there
    if any(known.born.get(of, day) != day for of, day in answer.born.items()):
        return AnswerStatus.ANOTHER_CHILD
    return None if all(of in known.ids for of in answer.ids) else AnswerStatus.RECORD_NOT_FOUND


def _compare(answer: Answer, decisions: Sequence[Decision]) -> CheckedAnswer:
    """The answer's status by the decisions in the files about the same child or pair."""
    if any(map(answer.decision.repeats, decisions)):
        return CheckedAnswer(answer, AnswerStatus.ALREADY_RECORDED)
    last = max(decisions, key=lambda decision: (decision.date, decision.row), default=None)
    if last is None or last.choice == answer.decision.choice:
        return CheckedAnswer(answer, AnswerStatus.NEW)
    is_later = answer.decision.date > last.date
    return CheckedAnswer(answer, AnswerStatus.REPLACES_EARLIER if is_later else AnswerStatus.NOT_LATER, earlier=last)


def _issues(checked: Sequence[CheckedAnswer]) -> Iterator[str]:
    """What must be fixed before anything is recorded."""
    for one in checked:
        if one.status is AnswerStatus.CONTRADICTS_ANSWER:
            expected = f"the same answer as in {one.other.place}, row {one.other.row} was expected"
            remedy = "Agree on one, and clear the other."
        elif one.status is AnswerStatus.NOT_LATER:
            expected = f"a later date than that of {one.earlier_place} was expected, which says otherwise"
            remedy = "If this answer is to hold, give it a later date; else clear it."
        else:
            continue
        yield issue(file=one.answer.place, row=one.answer.row, expected=expected, remedy=remedy)


def _record(checked: Sequence[CheckedAnswer], files: Mapping[str, DecisionFile]) -> dict[str, int]:
    """Append the answers to be recorded to their files; returns how many, by file."""
    recorded = {}
    for table, file in files.items():
        decisions = [one.answer.decision for one in checked if one.is_recorded and one.answer.decision.table == table]
        if decisions:
            file.append(decisions)
        recorded[table] = len(decisions)
    return recorded


def _notes(checked: Sequence[CheckedAnswer]) -> Iterator[str]:
    """What the analyst should know of single rows."""
    for one in checked:
        place = {"file": one.answer.place, "row": one.answer.row}
        if one.status is AnswerStatus.ANOTHER_CHILD:
            expected = "left out, since the extract was sent again and has another child in this place"
            yield issue(**place, expected=expected, remedy=LOOK_AGAIN)
        if one.status is AnswerStatus.RECORD_NOT_FOUND:
            expected = "left out, since no extract has the record of this row any more"
            yield issue(**place, expected=expected, remedy=LOOK_AGAIN)
        if one.status is AnswerStatus.REPLACES_EARLIER:
            yield f"{one.answer.place}, row {one.answer.row}: replaces an earlier decision ({one.earlier_place})."
        if one.is_recorded and one.answer.decision.values.get("closure_reason") == "died":
            remedy = f"Add the child to {FOLDER}/suppressions.csv too, so that no later feed brings it back."
            yield issue(**place, expected="the child died", remedy=remedy)
