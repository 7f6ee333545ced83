"""One reader a form of file; all give the same thing.

``read_file`` picks the reader by the file's ending, finds the heading row and hands back a ``Reading``:
which heading is which column, and the records with the row they stood on. Put a new form of file here. Keep
out what a cycle should hold and where rows are stored.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from orchestration.landing.contract import Source
from orchestration.landing.readers.delimited import read_delimited
from orchestration.landing.readers.document import read_document
from orchestration.landing.readers.message import read_message
from orchestration.landing.readers.spreadsheet import read_spreadsheet
from orchestration.landing.readers.table import Grid, Reading, Unreadable, choose

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
_NOTHING = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


def read_file(name: str, data: bytes, source: Source, *, switched_on: frozenset[str] = frozenset()) -> Reading:
    """The one table of the file that answers the contract of the source.

    ``name`` decides the form by its ending; nothing is opened. Raises ``Unreadable`` where there is no such
    table to be had. A table that lacks columns, or holds some that it must not, is returned, and its
    ``match`` says so.
    """
    ending = PurePath(name).suffix.lower()
    reader = FORMS.get(ending)
    if reader is None:
        raise Unreadable(
            "unknown_form",
            f"a file ending in {', '.join(FORMS)} was expected, and this one ends in {ending or 'nothing'}",
            "Save it as .xlsx or .csv and send it again.",
        )
    if not data.strip(_NOTHING):
        raise Unreadable(
            "empty_file", "a table was expected, and the file is empty", "Ask the supplier to send it again."
        )
    if data.startswith(_OLE):
        raise Unreadable(
            "password_protected",
            "the file is protected by a password, or was saved by an old kind of Office",
            "Ask for it without a password, by the secure way, saved as .xlsx or .csv.",
        )
    if reader is read_delimited and data.startswith(_ZIP):
        reader = read_spreadsheet  # a workbook that somebody renamed
    return choose(reader(data, source), source, switched_on=switched_on)


__all__ = ["FORMS", "Reading", "Unreadable", "read_file"]
