"""E-mails: a table in the body, or one attached.

The body comes first, since that is what a school was asked for; an attachment is read as a file of its form. In each
the first table whose headings fit the contract is taken. Keep out senders, subjects and anything else of the message:
they are not asked for.
"""

from __future__ import annotations

import contextlib
import csv
import email
import io
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default as default_policy
from pathlib import PurePath

from orchestration.landing.contract import Source
from orchestration.landing.contract.headings import match_headings
from orchestration.landing.readers.delimited import read_delimited
from orchestration.landing.readers.document import read_document
from orchestration.landing.readers.html_table import html_tables
from orchestration.landing.readers.spreadsheet import read_spreadsheet
from orchestration.landing.readers.table import Grid, Unreadable, heading_row, is_blank
from orchestration.landing.readers.text import decode

ATTACHED = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_spreadsheet,
    ".xlsm": read_spreadsheet,
    ".docx": read_document,
}
TABLE_DELIMITERS = ("\t", "|", ",", ";")
_VAGUE_CHARSETS = ("us-ascii", "ascii", "iso-8859-1", "latin-1", "utf-8")


def read_message(data: bytes, source: Source) -> list[Grid]:
    """Grids of the HTML body, or failing that of the plain one, then of each attachment that may hold a table.

    Raises ``Unreadable`` where an attachment cannot be read and no other table has headings.
    """
    message = email.message_from_bytes(data, policy=default_policy)
    of_html: list[Grid] = []
    of_plain: list[Grid] = []
    attached: list[Grid] = []
    broken: list[Unreadable] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        reader = ATTACHED.get(PurePath(part.get_filename() or "").suffix.lower())
        if reader is not None:
            try:
                attached += [replace(grid, label="an attachment") for grid in reader(content, source)]
            except Unreadable as e:
                broken.append(e)
        elif part.get_content_type() == "text/html":
            of_html += html_tables(_body_text(part, content))
        elif part.get_content_type() == "text/plain" and not part.is_attachment():
            of_plain += text_tables(_body_text(part, content), source)
    grids = [*(of_html or of_plain), *attached]
    if broken and not any(heading_row(grid.rows, source) for grid in grids):
        raise broken[0]
    return grids


def _body_text(part: EmailMessage, content: bytes) -> str:
    """Text of a body. Senders often state the wrong character set, so UTF-8 is tried first: text in another
    set that holds an accent is hardly ever valid UTF-8."""
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    stated = (part.get_content_charset() or "").lower()
    if stated and stated not in _VAGUE_CHARSETS:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return content.decode(stated)
    return decode(content)[0]


def text_tables(text: str, source: Source) -> list[Grid]:
    """The table in a plain text, if there is one: its lines are divided by tabs, bars, commas or semicolons.

    It begins with the line that makes most headings and ends with the last line of that many fields, or the
    lines straight below it that are divided too, so that a greeting or a signature is no record while a
    row with a field too few still is. Lines between that do not fit are kept, as rows with an issue.
    """
    lines = [line.removeprefix("> ").rstrip("\r\n") for line in io.StringIO(text, newline=None)]
    best: tuple[int, int, str] = (0, 0, "")
    for delimiter in TABLE_DELIMITERS:
        for i, line in enumerate(lines):
            if delimiter in line:
                made = len(match_headings(source, _cells(line, delimiter)).columns)
                best = max(best, (made, -i, delimiter), key=lambda b: b[:2])
    made, start, delimiter = best[0], -best[1], best[2]
    if not made:
        return []
    rows = [_cells(line, delimiter) for line in lines[start:]]
    width = len(rows[0])
    end = max(i for i, row in enumerate(rows) if len(row) == width)
    while end + 1 < len(rows) and len(rows[end + 1]) > 1 and not is_blank(rows[end + 1]):
        end += 1
    return [Grid(rows[: end + 1], label="the text")]


def _cells(line: str, delimiter: str) -> list[str]:
    """The trimmed fields of a line; the rule under the headings of a drawn table is a blank line."""
    if not line.strip(" \t|+-=:"):
        return []
    if delimiter == "|":
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in _split(line, delimiter)]


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
