"""A sheet of a work list on screen and paper: styles, locks, lists of choices, print.

Put here how a sheet is drawn. Keep out its columns (``sheets.py``) and the values on it (``build_rows.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.excel.work_lists.sheets import Column, Sheet, as_written, check_of
from orchestration.excel.work_lists.words import CONFIDENTIAL, DAY
from orchestration.excel.workbook import HEADING_FILL, REQUIRED_FILL

DIFFERS = PatternFill("solid", fgColor="FFE699")
FONT = "Calibri"
_TOP = Alignment(vertical="top", wrap_text=True)
_EARLIEST = "DATE(2020,1,1)"  # no answer is older than the exercise


def add_sheet(book: Workbook, sheet: Sheet, rows: Iterable[Mapping[str, object]], *, choices: Mapping[str, str]) -> int:
    """Write the sheet; returns the number of rows.

    Args:
        rows: values by the keys of the columns; ``differs`` may hold the keys of those to be marked as different.
        choices: the cells that hold each list of options, as ``'Sheet'!$A$1:$A$9``.

    Answer columns are open and left empty; all others are locked.
    """
    page = book.create_sheet(sheet.title)
    _set_up(page, sheet)
    page.append([_heading(page, column) for column in sheet.columns])
    usual = {c.key: _cell(page, c) for c in sheet.columns if not c.is_answer}
    compared = {key for pair in sheet.pairs for key in pair}
    marked = {c.key: _cell(page, c) for c in sheet.columns if c.key in compared}
    for cell in marked.values():
        cell.fill, cell.font = DIFFERS, Font(FONT, 11, bold=True)
    count = 0
    for row in rows:
        differs: Collection[str] = row.get("differs", ())
        page.append(
            [
                None
                if column.is_answer
                else _filled(
                    (marked if column.key in differs else usual)[column.key],
                    check_of(sheet, row) if column.key == "check" else row.get(column.key),
                )
                for column in sheet.columns
            ]
        )
        count += 1
    last = max(count, 1) + 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{last}"
    _add_checks(page, sheet, choices, last)
    return count


def _set_up(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.number_format = column.format
        dimension.protection = Protection(locked=not column.is_answer)
        dimension.alignment = _TOP
    page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
    page.protection.sheet = True  # no password: it guards against mistakes
    page.protection.autoFilter = page.protection.formatColumns = page.protection.formatRows = False
    lay_out_for_print(page)
    page.print_title_rows = "1:1"


def lay_out_for_print(page: WriteOnlyWorksheet) -> None:
    """Landscape, as wide as one page."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text, page.oddFooter.right.text = CONFIDENTIAL, "&A, &P / &N"


def _heading(page: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, column.heading)
    cell.font, cell.alignment = Font(FONT, 11, bold=True, color="FFFFFF"), _TOP
    cell.fill = REQUIRED_FILL if column.is_answer else HEADING_FILL
    return cell


def _cell(page: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    """One cell of the column, used again for each row: creating and styling a cell takes longer than writing it."""
    cell = WriteOnlyCell(page)
    cell.alignment, cell.number_format = _TOP, column.format
    if column.is_for_machine:
        cell.alignment, cell.font = Alignment(vertical="top"), Font(FONT, 8, color="808080")
    return cell


def _filled(cell: WriteOnlyCell, value: object) -> WriteOnlyCell | None:
    """The cell with the value; none for an empty value, which is not written at all."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        cell.value = as_written(value)
        cell.data_type = "s"  # never a formula, whatever it begins with
    else:
        cell.value = value
    return cell


def _add_checks(page: WriteOnlyWorksheet, sheet: Sheet, choices: Mapping[str, str], last: int) -> None:
    """Let Excel check what is typed in the answer columns, down to row ``last``."""
    for number, column in enumerate(sheet.columns, start=1):
        if column.options:
            check = DataValidation(
                type="list",
                formula1=choices[column.options],
                errorTitle="Rhestr / List",
                error="Dewiswch o'r rhestr. Choose from the list.",
            )
        elif column.key == "decided_date":
            check = DataValidation(
                type="date",
                operator="between",
                formula1=_EARLIEST,
                formula2="TODAY()",
                errorTitle=DAY,
                error="Diwrnod/mis/blwyddyn, heddiw neu gynt. Day/month/year, today or before.",
            )
        else:
            continue
        check.allow_blank = check.showErrorMessage = True
        letter = get_column_letter(number)
        check.add(f"{letter}2:{letter}{last}")
        page.data_validations.append(check)
