"""Excel workbooks that are the same, byte for byte, whenever they are written.

Put here what every workbook for a school shares: how it looks and how it is saved. Keep out what it says.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_STAMP = b"2000-01-01T00:00:00Z"
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)([^<]*)(</dcterms:)")
HEADING_FILL = PatternFill("solid", fgColor="1F3864")
REQUIRED_FILL = PatternFill("solid", fgColor="7B1F1F")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def set_headings(sheet: Worksheet, headings: Sequence[str], widths: Sequence[float]) -> None:
    """Headings in the first row, white on dark, which stays in sight."""
    sheet.append(list(headings))
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = HEADING_FILL
        cell.alignment = _WRAPPED
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"


def wrap_cells(sheet: Worksheet, first_row: int = 1) -> None:
    """Long words on several lines."""
    for row in sheet.iter_rows(min_row=first_row):
        for cell in row:
            cell.alignment = _WRAPPED


def save(book: Workbook, path: Path) -> Path:
    """Write the workbook, with its times of making set to one day, and make the folder where it is not there."""
    out = io.BytesIO()
    book.save(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in made.infolist():
            content = _STAMPS.sub(rb"\g<1>" + _STAMP + rb"\g<4>", made.read(part))
            entry = zipfile.ZipInfo(part.filename, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def was_saved_since(path: Path) -> bool:
    """Whether somebody saved the workbook after ``save`` had written it: a spreadsheet program notes its own time."""
    try:
        with zipfile.ZipFile(path) as archive:
            stamps = {kind: stamp for _, kind, stamp, _ in _STAMPS.findall(archive.read("docProps/core.xml"))}
            return stamps.get(b"modified") != _STAMP
    except (KeyError, zipfile.BadZipFile):
        return True
