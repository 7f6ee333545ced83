"""The Excel template that a school fills in: headings that the reader knows, and cells that check what is typed.

Put here how the template is made. Keep out its words (``template_words.py``) and the reading of what comes back
(``orchestration.landing``), which treats a template like any other return.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.excel import template_words as words
from orchestration.excel.workbook import REQUIRED_FILL, Heading, save, set_headings, wrap_cells

PUPILS = 2000
"""Rows that check what is typed; the largest independent school has fewer pupils."""
BORN_SINCE = "DATE(2000,1,1)"
"""The day since which every child of compulsory school age was born."""

# {c} is the cell. Excel allows 255 characters and no array constant in such a formula.
# Character 1 of a UPN is the check letter of the other twelve, each times its place, modulo 23; a temporary
# number, which ends in a letter, is only looked at for its form.
_UPN = (
    'IF(ISNUMBER(--RIGHT({c},1)),AND(LEN({c})=13,MID("ABCDEFGHJKLMNPQRTUVWXYZ",'
    "1+MOD(SUMPRODUCT(ROW($2:$13)*MID({c},ROW($2:$13),1)),23),1)=UPPER(LEFT({c},1))),"
    "AND(LEN({c})=13,ISNUMBER(--MID({c},2,11))))"
)
# A letter first; of the last three a digit and two letters; five to seven without the space.
_POSTCODE = (
    'AND(LEN(SUBSTITUTE({c}," ",""))>=5,LEN(SUBSTITUTE({c}," ",""))<=7,ISERR(--LEFT({c},1)),'
    "ISNUMBER(--LEFT(RIGHT({c},3),1)),ISERR(--MID({c},LEN({c})-1,1)),ISERR(--RIGHT({c},1)))"
)


def write_template(path: Path, *, school_number: str | None, cycle: str) -> Path:
    """Write the template for one school, or for any where ``school_number`` is None; returns ``path``.

    The same arguments give the same bytes.
    """
    book = Workbook()
    _write_instructions(book.active, school_number, cycle)
    _write_pupils(book.create_sheet(words.PUPILS_SHEET))
    return save(book, Path(path))


def _write_pupils(sheet: Worksheet) -> None:
    set_headings(sheet, [Heading(field.heading, field.width) for field in words.FIELDS])
    sheet.row_dimensions[1].height = 48
    for cell, field in zip(sheet[1], words.FIELDS, strict=True):
        if field.is_required:
            cell.fill = REQUIRED_FILL
        # text, so that Excel keeps 0 in front and makes no date of a house number 1-2
        sheet.column_dimensions[cell.column_letter].number_format = "dd/mm/yyyy" if field.kind == words.DATE else "@"
        if field.kind != words.TEXT:
            check = _check(field, f"{cell.column_letter}2")
            check.add(f"{cell.column_letter}2:{cell.column_letter}{PUPILS + 1}")
            sheet.add_data_validation(check)


def _check(field: words.Field, first_cell: str) -> DataValidation:
    """What a cell may hold. Only a wrong date is refused: of the rest, a value that looks wrong may be right."""
    title, prompt, error = words.MESSAGES[field.kind]
    rule = {
        words.DATE: {"type": "date", "operator": "between", "formula1": BORN_SINCE, "formula2": "TODAY()"},
        words.POSTCODE: {"type": "custom", "formula1": _POSTCODE.format(c=first_cell)},
        words.UPN: {"type": "custom", "formula1": _UPN.format(c=first_cell)},
        words.YES_NO: {"type": "list", "formula1": f'"{",".join(words.YES_NO_VALUES)}"'},
    }[field.kind]
    return DataValidation(
        **rule,
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorStyle="stop" if field.kind == words.DATE else "warning",
        errorTitle=title,
        error=error,
        promptTitle=title,
        prompt=prompt,
    )


def _write_instructions(sheet: Worksheet, school_number: str | None, cycle: str) -> None:
    sheet.title = words.INSTRUCTIONS_SHEET
    for line in words.INSTRUCTIONS:
        sheet.append(line)
    sheet.append([])
    for label, value in (
        (words.SCHOOL_LABEL, school_number or ""),
        (words.FILE_LABEL, f"{school_number}.xlsx" if school_number else ""),
        (words.CYCLE_LABEL, cycle),
    ):
        sheet.append([label, value])
    sheet.append([])
    sheet.append(words.COLUMNS_TITLE)
    titles = (1, sheet.max_row)
    for field in words.FIELDS:
        # the heading and its meaning in one cell, so that no row here looks like a row of headings
        welsh, english = field.heading.split(" / ")
        sheet.append([f"{welsh}: {field.cy}", f"{english}: {field.en}"])
    for column in "AB":
        sheet.column_dimensions[column].width = 70
    wrap_cells(sheet)
    for row in titles:
        for cell in sheet[row]:
            cell.font = Font(bold=True, size=13)
