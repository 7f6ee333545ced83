"""Reads files of every form into one shape: one reader a form.

``read_file`` picks the reader by the file's ending, finds the heading row and returns a ``Reading``: which heading is
which column, and the records with the number of the row they stood on. Put a new form of file here. Keep out what a
cycle should hold and where rows are stored.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from orchestration.landing.contract import Source
from orchestration.landing.file_status import ReasonCode
from orchestration.landing.readers.delimited import read_delimited
from orchestration.landing.readers.document import read_document
from orchestration.landing.readers.message import read_message
from orchestration.landing.readers.spreadsheet import read_spreadsheet
from orchestration.landing.readers.table import Grid, Reading, Unreadable, choose_table

FORMS: dict[str, Callable[[bytes, Source], list[Grid]]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_spreadsheet,
    ".xlsm": read_spreadsheet,
    ".docx": read_document,
    ".eml": read_message,
}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK_BYTES = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


def read_file(name: str, data: bytes, source: Source, *, switched_on: frozenset[str] = frozenset()) -> Reading:
    """The one table of the file that fits the contract of the source.

    ``data`` are the bytes of the file; ``name`` decides its form by the ending. Columns that are off by default are
    read where they are ``switched_on``. Raises ``Unreadable`` where the file has no such table. A table that lacks
    columns, or holds some that it must not, is returned, and its ``match`` says so.
    """
    ending = PurePath(name).suffix.lower()
    reader = FORMS.get(ending)
    if reader is None:
        raise Unreadable(
            ReasonCode.UNKNOWN_FORM,
            f"a file ending in {', '.join(FORMS)} was expected, and this one ends in {ending or 'nothing'}",
            "Save it as .xlsx or .csv and send it again.",
        )
    if not data.strip(_BLANK_BYTES):
        raise Unreadable(
            ReasonCode.EMPTY_FILE, "a table was expected, and the file is empty", "Ask the supplier to send it again."
        )
    if data.startswith(_OLE):
        raise Unreadable(
            ReasonCode.PASSWORD_PROTECTED,
            "the file is protected by a password, or was saved by an old kind of Office",
            "Ask for it without a password, by the secure way, saved as .xlsx or .csv.",
        )
    if reader is read_delimited and data.startswith(_ZIP):
        reader = read_spreadsheet  # a workbook that somebody renamed
    return choose_table(reader(data, source), source, switched_on=switched_on)


__all__ = ["FORMS", "Reading", "Unreadable", "read_file"]
