"""Word documents: the tables of the document's body, read with the standard library alone.

A table that continues after a page break as a second table of the same width is one grid; merged cells give their
value to every row they cover. Keep out the meaning of headings.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from xml.etree import ElementTree

from orchestration.domain.text import fold_label
from orchestration.landing.contract import Source
from orchestration.landing.file_status import ReasonCode
from orchestration.landing.readers.table import ZIP_ERRORS, Grid, Unreadable

BODY = "word/document.xml"
LARGEST_BODY = 200 * 1024 * 1024  # bytes unpacked; a return of a whole school is a thousandth of that
WIDEST_SPAN = 1000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_WRAPPERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}smartTag"}

_broken = partial(
    Unreadable,
    ReasonCode.CORRUPT_FILE,
    "a Word document was expected, and it cannot be opened",
    "Open it in Word, save it as .docx without a password, and send it again.",
)


def read_document(data: bytes, source: Source) -> list[Grid]:
    """A grid for each table of the body, in order. Raises ``Unreadable``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(BODY).file_size > LARGEST_BODY:
                raise _broken()
            xml = archive.read(BODY)
        # ElementTree resolves no outer entity, and Word writes no document type, so one is refused.
        if b"<!DOCTYPE" in xml:
            raise _broken()
        root = ElementTree.fromstring(xml.replace(_STRICT_W, _W[1:-1].encode()))
    except (*ZIP_ERRORS, KeyError, ElementTree.ParseError):
        raise _broken() from None
    grids: list[list[list[str]]] = []
    for table in root.iter(f"{_W}tbl"):
        rows = _rows(table)
        if grids and _continues(grids[-1], rows):
            grids[-1].extend(rows)
        elif rows:
            grids.append(rows)
    return [Grid(rows, label=f"table {i}") for i, rows in enumerate(grids, start=1)]


def _continues(before: list[list[str]], rows: list[list[str]]) -> bool:
    """Whether the rows continue the table before; a repeated heading row is blanked, so that row numbers stay."""
    if not rows or len(rows[0]) != len(before[0]) or len(rows[0]) < 3:
        return False
    if [fold_label(cell) for cell in rows[0]] == [fold_label(cell) for cell in before[0]]:
        rows[0] = [""] * len(rows[0])
    return True


def _children(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Child elements with the tag, including those inside content controls, without those of nested tables."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _rows(table: ElementTree.Element) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in _children(table, f"{_W}tr"):
        cells: list[str] = []
        for cell in _children(row, f"{_W}tc"):
            value = " ".join("\n".join(_text(p) for p in _children(cell, f"{_W}p")).split())
            properties = cell.find(f"{_W}tcPr")
            if properties is not None:
                merge = properties.find(f"{_W}vMerge")
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and rows:
                    value = rows[-1][len(cells)] if len(cells) < len(rows[-1]) else ""
                span = properties.find(f"{_W}gridSpan")
                cells.append(value)
                if span is not None:
                    cells.extend([""] * (_span(span.get(f"{_W}val")) - 1))
            else:
                cells.append(value)
        rows.append(cells)
    return rows


def _span(text: str | None) -> int:
    return min(max(int(text), 1), WIDEST_SPAN) if text and text.isdecimal() else 1


def _text(paragraph: ElementTree.Element) -> str:
    pieces = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)
