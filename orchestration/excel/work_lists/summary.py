"""The first sheet of a work list: how to work it, and how much there is.

Put here what the summary says. Keep out its words (``words.py``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, Protection

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.excel.work_lists import words
from orchestration.excel.work_lists.build_rows import AuthorityRows
from orchestration.excel.work_lists.draw_sheet import DIFFERS, FONT, lay_out_for_print
from orchestration.excel.work_lists.queries import Row
from orchestration.excel.workbook import REQUIRED_FILL


class Kind(Enum):
    """What a line of the summary is, which decides how it looks."""

    TITLE = auto()
    HEADING = auto()
    TEXT = auto()
    TEXT_TO_FILL_IN = auto()
    DATE_TO_FILL_IN = auto()


@dataclass(frozen=True)
class Line:
    """Welsh, English, and a value."""

    cy: str = ""
    en: str = ""
    value: object = None
    kind: Kind = Kind.TEXT


def summary_lines(code: str, cycle: str, on: dt.date, rows: AuthorityRows) -> Iterator[Line]:
    """The lines of one authority's summary; ``on`` is the reference date of the cycle."""
    _, english, welsh = WELSH_AUTHORITIES[code]
    yield Line(f"{words.TITLE[0]}: {welsh}", f"{words.TITLE[1]}: {english}", words.CONFIDENTIAL, Kind.TITLE)
    yield Line(*words.CYCLE, cycle)
    yield Line(*words.REFERENCE_DATE, on)
    yield Line()
    heading, *steps = words.HOW_TO
    yield Line(*heading, kind=Kind.HEADING)
    yield from (Line(*step) for step in steps)
    yield Line()
    yield Line(*words.DEFAULTS)
    yield Line("", words.BY_WHOM, kind=Kind.TEXT_TO_FILL_IN)
    yield Line("", words.DAY, kind=Kind.DATE_TO_FILL_IN)
    yield from _count_by(words.REASONS_TITLE, rows.potential, "reason")
    yield from _count_by(words.BASES_TITLE, rows.potential, "basis_label")
    yield Line(*words.NOT_COUNTED, sum(not row["is_counted_code"] for row in rows.potential))
    yield Line(*words.DECIDED, sum(bool(row["earlier"]) for row in rows.potential))
    yield from _count_by(words.REVIEWS_TITLE, rows.review, "reason")
    yield from _count_by(words.REGISTER_TITLE, rows.register, "status")
    yield Line(*words.OVER_SUBSTANTIAL, sum(bool(row["is_over_substantial_period"]) for row in rows.register))
    yield Line(*words.CLOSURE_PROPOSED, sum(bool(row["closure_proposed_code"]) for row in rows.register))
    yield Line()
    yield Line(*words.APART_TITLE, kind=Kind.HEADING)
    yield Line(*words.RESTRICTED, rows.apart)


def _count_by(title: tuple[str, str], rows: list[Row], key: str) -> Iterator[Line]:
    """A heading with the number of rows, and below it how many have each value, most first."""
    yield Line()
    yield Line(*title, len(rows), Kind.HEADING)
    counted = Counter(row[key] for row in rows)
    for label, number in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        cy, _, en = label.partition(" / ")
        yield Line(cy, en or cy, number)


def add_summary(book: Workbook, lines: Iterable[Line]) -> None:
    """Write the summary as a sheet of the workbook; only its two cells to fill in are open."""
    page = book.create_sheet(words.SUMMARY_SHEET)
    for letter, width in zip("ABC", (70, 70, 34), strict=True):
        page.column_dimensions[letter].width = width
    page.protection.sheet = True
    lay_out_for_print(page)
    for line in lines:
        cells = [WriteOnlyCell(page, value) for value in (line.cy, line.en, line.value)]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if cell is cells[2] else None)
            if line.kind in (Kind.TITLE, Kind.HEADING):
                cell.font = Font(FONT, 14 if line.kind is Kind.TITLE else 12, bold=True)
        if line.kind in (Kind.TEXT_TO_FILL_IN, Kind.DATE_TO_FILL_IN):
            _open_cell(*cells[1:], number_format="dd/mm/yyyy" if line.kind is Kind.DATE_TO_FILL_IN else "@")
        page.append(cells)


def _open_cell(label: WriteOnlyCell, cell: WriteOnlyCell, *, number_format: str) -> None:
    """Make a cell one to fill in, and its label look like the heading of an answer column."""
    label.alignment = Alignment(horizontal="right")
    label.font, label.fill = Font(FONT, 11, bold=True, color="FFFFFF"), REQUIRED_FILL
    cell.fill = DIFFERS
    cell.protection = Protection(locked=False)
    cell.number_format = number_format
