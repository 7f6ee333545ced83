"""How every workbook looks and is saved: the same content gives the same bytes, whenever it is written.

Put here what workbooks share. Keep out what they say.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

_ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)
_SAVED_AT = b"2000-01-01T00:00:00Z"
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)([^<]*)(</dcterms:)")
HEADING_FILL = PatternFill("solid", fgColor="1F3864")
REQUIRED_FILL = PatternFill("solid", fgColor="7B1F1F")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class Heading:
    """The heading of a column, and its width in characters."""

    text: str
    width: float


def set_headings(sheet: Worksheet, headings: Sequence[Heading]) -> None:
    """Write headings in the first row, white on dark, which stays in sight, and set the widths of their columns."""
    sheet.append([heading.text for heading in headings])
    for cell, heading in zip(sheet[1], headings, strict=True):
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = HEADING_FILL
        cell.alignment = _WRAPPED
        sheet.column_dimensions[cell.column_letter].width = heading.width
    sheet.freeze_panes = "A2"


def wrap_cells(sheet: Worksheet, first_row: int = 1) -> None:
    """Show long texts on several lines, from a row on."""
    for row in sheet.iter_rows(min_row=first_row):
        for cell in row:
            cell.alignment = _WRAPPED


def save(book: Workbook, path: Path) -> Path:
    """Save the workbook, making its folder where needed; returns ``path``.

    The times of creation and change are set to a fixed one, so that the same content gives the same bytes.
    """
    out = io.BytesIO()
    book.save(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out) as saved, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in saved.infolist():
            content = _TIMES.sub(rb"\g<1>" + _SAVED_AT + rb"\g<4>", saved.read(part))
            entry = zipfile.ZipInfo(part.filename, _ARCHIVE_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def was_saved_since(path: Path) -> bool:
    """Whether somebody saved the workbook after ``save`` did: a spreadsheet program writes its own time.

    True also for a file that is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            times = {kind: time for _, kind, time, _ in _TIMES.findall(archive.read("docProps/core.xml"))}
            return times.get(b"modified") != _SAVED_AT
    except (KeyError, zipfile.BadZipFile):
        return True
