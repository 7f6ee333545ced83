"""The first sheet of a work list: how to work it, and how much there is.

Put here what the summary says. Keep out its words (``words.py``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, Protection

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.excel.work_lists import words
from orchestration.excel.work_lists.build_rows import Row
from orchestration.excel.work_lists.draw_sheet import DIFFERS, FONT, lay_out_for_print
from orchestration.excel.workbook import REQUIRED_FILL

Line = tuple[str, str, object]
"""Welsh, English, and a value."""


def summary_lines(
    code: str, cycle: str, on: dt.date, potential: list[Row], review: list[Row], register: list[Row], *, apart: int
) -> Iterator[Line]:
    """Lines of Welsh, English and a value."""
    _, english, welsh = WELSH_AUTHORITIES[code]
    yield f"{words.TITLE[0]}: {welsh}", f"{words.TITLE[1]}: {english}", words.CONFIDENTIAL
    yield (*words.CYCLE, cycle)
    yield (*words.REFERENCE_DATE, on)
    yield "", "", None
    for line in words.HOW_TO:
        yield (*line, None)
    yield "", "", None
    yield (*words.DEFAULTS, None)
    yield "", words.BY_WHOM, None
    yield "", words.DAY, None
    counts = {
        "reasons": Counter(row["reason"] for row in potential),
        "bases": Counter(row["basis_label"] for row in potential),
        "reviews": Counter(row["reason"] for row in review),
        "register": Counter(row["status"] for row in register),
    }
    extra = {
        "bases": [
            (*words.NOT_COUNTED, sum(not row["is_counted_code"] for row in potential)),
            (*words.DECIDED, sum(bool(row["earlier"]) for row in potential)),
        ],
        "register": [
            (*words.OVER_SUBSTANTIAL, sum(bool(row["is_over_substantial_period"]) for row in register)),
            (*words.CLOSURE_PROPOSED, sum(bool(row["closure_proposed_code"]) for row in register)),
        ],
        "apart": [(*words.RESTRICTED, apart)],
    }
    for name, title in words.COUNTS_TITLES.items():
        counted = counts.get(name, Counter())
        yield "", "", None
        yield (*title, sum(counted.values()) if name in counts else None)
        for label, number in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            cy, _, en = label.partition(" / ")
            yield cy, en or cy, number
        yield from extra.get(name, ())


def add_summary(book: Workbook, lines: Iterable[Line]) -> None:
    page = book.create_sheet(words.SUMMARY_SHEET)
    for letter, width in zip("ABC", (70, 70, 34), strict=True):
        page.column_dimensions[letter].width = width
    page.protection.sheet = True
    lay_out_for_print(page)
    titles = {words.HOW_TO[0], *words.COUNTS_TITLES.values()}
    for cy, en, value in lines:
        cells = [WriteOnlyCell(page, v) for v in (cy, en, value)]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if cell is cells[2] else None)
        if cy.startswith(words.TITLE[0]) or (cy, en) in titles:
            for cell in cells:
                cell.font = Font(FONT, 14 if cy.startswith(words.TITLE[0]) else 12, bold=True)
        if en in (words.BY_WHOM, words.DAY):
            cells[1].alignment = Alignment(horizontal="right")
            cells[1].font, cells[1].fill = Font(FONT, 11, bold=True, color="FFFFFF"), REQUIRED_FILL
            cells[2].fill = DIFFERS
            cells[2].protection = Protection(locked=False)
            cells[2].number_format = "dd/mm/yyyy" if en == words.DAY else "@"
        page.append(cells)
