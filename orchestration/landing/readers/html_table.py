"""Tables of HTML, read with the standard library's parser.

A cell that spans several rows gives its value to each of them; one that spans several columns is followed by blanks. A
table within a table is a table of its own, since mail programs lay out whole letters in tables. Keep out the rest of a
message (``message.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from orchestration.landing.readers.table import Grid

WIDEST_SPAN = 1000


@dataclass
class _Open:
    """A table that has not ended: its rows, the cell being read with the columns and rows it spans, and by column the
    values of cells above that reach down, each with the number of rows left."""

    rows: list[list[str]]
    cell: list[str] | None = None
    across: int = 1
    down: int = 1
    reaching_down: dict[int, tuple[str, int]] = field(default_factory=dict)

    def end_cell(self) -> None:
        if self.cell is None:
            return
        self.fill()
        row, value = self.rows[-1], " ".join("".join(self.cell).split())
        for text in (value, *[""] * (self.across - 1)):
            if self.down > 1:
                self.reaching_down[len(row)] = (text, self.down - 1)
            row.append(text)
        self.cell = None

    def fill(self) -> None:
        row = self.rows[-1]
        while len(row) in self.reaching_down:
            place = len(row)
            value, left = self.reaching_down.pop(place)
            if left > 1:
                self.reaching_down[place] = (value, left - 1)
            row.append(value)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._open.append(_Open(self.tables[-1]))
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            self._end_row()
            table.rows.append([])
        elif tag in ("td", "th"):
            table.end_cell()
            if not table.rows:
                table.rows.append([])
            attributes = dict(attrs)
            table.cell = []
            table.across, table.down = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        elif tag in ("br", "p", "div", "li"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        if tag in ("td", "th"):
            self._open[-1].end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)

    def _end_row(self) -> None:
        self._open[-1].end_cell()
        if self._open[-1].rows:
            self._open[-1].fill()


def _span(text: str | None) -> int:
    return min(max(int(text), 1), WIDEST_SPAN) if text and text.isdecimal() else 1


def html_tables(html: str) -> list[Grid]:
    """Every table of the HTML that has rows, in the order in which they begin."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    for table in parser._open:  # a message cut short still gives what it holds
        table.end_cell()
    return [Grid(rows, label=f"table {i}") for i, rows in enumerate(filter(None, parser.tables), start=1)]
