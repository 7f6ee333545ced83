"""Excel workbooks, each worksheet a grid.

Values become the text a person would type: a typed date is an ISO date, a whole number has no ``.0``, text
is unchanged (leading zeros too). Keep out headings and the choice of worksheet.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import partial

from python_calamine import CalamineError, CalamineWorkbook

from orchestration.landing.contract import Source
from orchestration.landing.file_status import ReasonCode
from orchestration.landing.readers.table import ZIP_ERRORS, Grid, Unreadable

LARGEST_BOOK = 1024**3  # bytes unpacked; a workbook of a million rows is a third of that
LARGEST_SHEET = 20_000_000  # cells from the first to the outermost; all rows that Excel has, in 19 columns
_CHUNK = 1024 * 1024
# Where a row or a cell says it stands (r="12", r="AB12").
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,12})(\d{1,20})["']""")

_broken = partial(
    Unreadable,
    ReasonCode.CORRUPT_FILE,
    "an Excel workbook was expected, and it cannot be opened",
    "Open it in Excel, save it as .xlsx without a password, and send it again.",
)


def read_spreadsheet(data: bytes, source: Source) -> list[Grid]:
    """A grid for each worksheet, in the workbook's order; hidden rows included. Raises ``Unreadable``."""
    return [
        Grid(rows, label=f"worksheet {i}", is_ragged=False)
        for i, rows in enumerate(read_worksheets(data).values(), start=1)
    ]


def read_worksheets(data: bytes) -> dict[str, list[list[str]]]:
    """The rows of each worksheet by its name; index 0 of a list is row 1 of the worksheet. Raises ``Unreadable``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_BOOK:
                raise _broken()
            _check_size(archive)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        # skip_empty_area would shift columns and rows, and with them every source_row.
        values = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except (CalamineError, *ZIP_ERRORS):
        raise _broken() from None
    except BaseException as e:
        # A panic in calamine's Rust is no Exception in Python, and would end the run.
        if type(e).__name__ == "PanicException":
            raise _broken() from None
        raise
    return {name: [[as_text(v) for v in row] for row in rows] for name, rows in values.items()}


def _check_size(archive: zipfile.ZipFile) -> None:
    """Raise ``Unreadable`` for what is no .xlsx inside, and for a worksheet whose outermost cell is too far out.

    Calamine allocates a sheet whole, from its first cell to its outermost; one stray cell in the last corner asks
    for half a terabyte, and that ends the process, which no ``except`` can prevent.
    """
    parts = {part.filename: part.filename.replace("\\", "/").lower() for part in archive.infolist()}
    if not any(name.endswith("workbook.xml") for name in parts.values()):
        raise _broken()
    for part, name in parts.items():
        if "sheet" in name:
            rows, columns = _outermost(archive, part)
            if rows * columns > LARGEST_SHEET:
                raise Unreadable(
                    ReasonCode.TOO_LARGE,
                    f"a list was expected, and a worksheet reaches to row {rows} and column {columns}",
                    "Copy the list alone into a new workbook, save it as .xlsx, and send it again.",
                )


def _outermost(archive: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """The highest row and column that any cell of a worksheet names; each is 1 at least."""
    rows = columns = 1
    rest = b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            rest += chunk
            for letters, digits in _REFERENCE.findall(rest):
                rows = max(rows, int(digits))
                if letters:
                    columns = max(columns, _column(letters))
            rest = rest[-64:]  # a reference may lie across two chunks
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def as_text(value: object) -> str:
    """A cell's value as the text a person would type."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time(0) else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)
