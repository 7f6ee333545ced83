"""Excel workbooks, each worksheet a grid.

Values become the text a person would type: a typed date is an ISO date, a whole number has no ``.0``, text
stays as it is (leading zeros too). Keep out headings and the choice of worksheet.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import partial

from python_calamine import CalamineError, CalamineWorkbook

from orchestration.landing.contract import Source
from orchestration.landing.readers.table import ZIP_FAULTS, Grid, Unreadable

LARGEST_BOOK = 1024**3  # bytes unpacked; a workbook of a million rows is a third of that

_broken = partial(
    Unreadable, "corrupt_file", "an Excel workbook was expected, and it cannot be opened",
    "Open it in Excel, save it as .xlsx without a password, and send it again.",
)  # fmt: skip


def read_spreadsheet(data: bytes, source: Source) -> list[Grid]:
    """A grid for each worksheet, in the workbook's order; hidden rows included."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_BOOK:
                raise _broken()
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        # skip_empty_area would shift columns and rows, and with them every source_row.
        values = [sheet.to_python(skip_empty_area=False) for sheet in sheets]
    except (CalamineError, *ZIP_FAULTS):
        raise _broken() from None
    except BaseException as e:
        # A panic in calamine's Rust is no Exception in Python, and would end the run.
        if type(e).__name__ == "PanicException":
            raise _broken() from None
        raise
    return [
        Grid([[as_text(v) for v in row] for row in rows], label=f"worksheet {i}", is_ragged=False)
        for i, rows in enumerate(values, start=1)
    ]


def as_text(value: object) -> str:
    """A cell as text."""
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
