"""Delimited text: CSV and the like.

The delimiter is the one that makes most headings of the contract out of the first rows, not a guess from the data. A
broken quotation mark spoils its own line and no other. Keep out the meaning of headings and encodings.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from orchestration.landing.contract import Source
from orchestration.landing.file_status import ReasonCode
from orchestration.landing.readers.table import (
    HEADING_WITHIN,
    TRUNCATED,
    UNREADABLE_ROW,
    Grid,
    Unreadable,
    heading_row,
)
from orchestration.landing.readers.text import UNDECODED, decode

DELIMITERS = (",", ";", "\t", "|")
LONGEST_RECORD = 10  # lines: a quoted address may hold line breaks, a page of them is a lost quotation mark


def read_delimited(data: bytes, source: Source) -> list[Grid]:
    """One grid. Raises ``Unreadable`` where the bytes are no text at all."""
    text, encoding = decode(data)
    if "\x00" in text:
        raise Unreadable(
            ReasonCode.NOT_TEXT,
            "a text file was expected, and this one is binary",
            "Save it as .csv or .xlsx and send it again.",
        )
    return [parse(text, source, encoding=encoding)]


def parse(text: str, source: Source, *, encoding: str | None = None) -> Grid:
    """Delimited text as a grid.

    It is parsed strictly first, which is fast and enough for a sound file, and line by line where that fails or gives a
    record that swallowed its neighbours.
    """
    delimiter, width = _layout(text, source)
    issues: dict[int, str] = {}
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        sound = not any(len(r) != width and _spans_lines(r) for r in rows)
    except csv.Error:
        sound = False
    if not sound:
        rows, issues = _parse_by_line(text, delimiter, width)
    if UNDECODED in text and encoding != "utf-8":
        issues |= {i: UNREADABLE_ROW for i, row in enumerate(rows) if any(UNDECODED in cell for cell in row)}
    if _is_cut_short(text, rows, issues, width):
        issues[len(rows) - 1] = TRUNCATED
    return Grid(rows, encoding=encoding, issues=issues)


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(islice(reader, HEADING_WITHIN))
    except csv.Error:
        return [line.split(delimiter) for line in islice(io.StringIO(text, newline=""), HEADING_WITHIN)]


def _layout(text: str, source: Source) -> tuple[str, int]:
    """The delimiter, and how many fields the heading row has. A file of one column counts as comma-separated."""
    best, most, width = DELIMITERS[0], 0, 0
    for delimiter in DELIMITERS:
        rows = _first_rows(text, delimiter)
        found = heading_row(rows, source)
        if found and found[1].is_complete:
            return delimiter, len(rows[found[0]])
        if found and len(found[1].columns) > most:
            best, most, width = delimiter, len(found[1].columns), len(rows[found[0]])
    return best, width


def _is_cut_short(text: str, rows: list[list[str]], issues: dict[int, str], width: int) -> bool:
    """Whether the text stops within its last record: no line ends there, and the record is not whole. Some
    programs write no line end after a whole last record, which is no issue."""
    if not rows or text.endswith(("\n", "\r")) or not any(cell.strip() for cell in rows[-1]):
        return False
    return len(rows[-1]) < width or len(rows) - 1 in issues or rows[-1][-1].endswith(UNDECODED)


def _spans_lines(row: list[str]) -> bool:
    return any("\n" in cell or "\r" in cell for cell in row)


def _parse_by_line(text: str, delimiter: str, width: int) -> tuple[list[list[str]], dict[int, str]]:
    """Read record by record, so that a quotation mark which never closes cannot swallow its neighbours.

    Takes as many lines as make one sound record of the right width, and where there is no such number keeps
    the line alone, split at the delimiter, as an unreadable row.
    """
    lines = list(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    issues: dict[int, str] = {}
    at = 0
    while at < len(lines):
        taken, row = 1, None
        if '"' not in lines[at]:
            row = lines[at].rstrip("\r\n").split(delimiter) if lines[at].strip("\r\n") else []
        else:
            first = _one_record(lines[at], delimiter)
            for count in range(1, LONGEST_RECORD + 1):
                candidate = _one_record("".join(lines[at : at + count]), delimiter)
                if candidate is not None and len(candidate) == width:
                    taken, row = count, candidate
                    break
            else:
                row = first  # a sound line of the wrong width; its length says what is wrong
        if row is None:
            row = [cell.strip().strip('"') for cell in lines[at].rstrip("\r\n").split(delimiter)]
            issues[len(rows)] = UNREADABLE_ROW
        rows.append(row)
        at += taken
    return rows, issues


def _one_record(text: str, delimiter: str) -> list[str] | None:
    """The text as exactly one record, or None."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
