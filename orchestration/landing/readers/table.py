"""From a grid of cells to records: the part that all forms of file share.

A ``Grid`` is what a reader found; ``choose_table`` finds the heading row and makes a ``Reading`` of it. Put rules here
that hold for every form (blank rows, rows too short or too long). Keep out anything that is true of one form only.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from orchestration.landing.contract import Source
from orchestration.landing.contract.headings import HeadingMatch, match_headings
from orchestration.landing.file_status import ReasonCode

HEADING_WITHIN = 20  # rows; titles and instructions may stand above the headings, a page of them does not
FEWEST_HEADINGS = 2  # a row with fewer known headings is not a heading row, and may be a child's record

TOO_FEW = "too_few_fields"
TOO_MANY = "too_many_fields"
UNREADABLE_ROW = "unreadable_row"
TRUNCATED = "truncated"

# What opening a damaged or encrypted archive (a workbook, a document) can raise.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


class Unreadable(Exception):
    """A file that gives no table: a reason code, what was expected, and what to do. It holds no value of any cell."""

    def __init__(self, reason_code: ReasonCode, expected: str, remedy: str):
        self.reason_code, self.expected, self.remedy = reason_code, expected, remedy
        super().__init__(reason_code)


@dataclass(frozen=True)
class Grid:
    """One table as a reader found it: rows of text, nothing dropped.

    ``issues`` are codes of ``row_fault``, by index in ``rows``, of rows that could not be read whole. ``is_ragged`` is
    False where every cell has its column (a worksheet), so that a row cannot be too short or too long. ``label`` names
    the table in messages.
    """

    rows: Sequence[list[str]]
    label: str = ""
    encoding: str | None = None
    issues: dict[int, str] = field(default_factory=dict)
    is_ragged: bool = True


@dataclass(frozen=True)
class Reading:
    """A table whose headings are known.

    ``records``, ``numbers`` and ``issues`` run side by side: the fields of a row, its number in the table (the heading
    row being 1), and its code of ``row_fault`` or None. Every record is as wide as the heading row. ``notes`` are
    sentences for the load report.
    """

    match: HeadingMatch
    records: list[list[str]]
    numbers: list[int]
    issues: list[str | None]
    encoding: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def truncated_row(self) -> int | None:
        """The row in the middle of which the file ends, if it was cut short."""
        return self.numbers[-1] if self.issues and self.issues[-1] == TRUNCATED else None

    def to_arrow(self) -> pa.Table:
        """A row a record: ``source_row``, ``row_fault``, and as text the columns of the contract that were found."""
        by_position = list(zip(*self.records, strict=True))
        arrays = {
            "source_row": pa.array(self.numbers, pa.int32()),
            "row_fault": pa.array(self.issues, pa.string()),
        }
        for column, position in self.match.columns.items():
            arrays[column] = pa.array(by_position[position] if by_position else [], pa.string())
        return pa.table(arrays)


def choose_table(grids: Sequence[Grid], source: Source, *, switched_on: frozenset[str] = frozenset()) -> Reading:
    """The first grid with all that the source requires; failing that, the one with most of it.

    Raises ``Unreadable`` (``no_heading_row``) where no row looks like headings. What was there instead is not shown,
    since it may be a child's record.
    """
    found: list[tuple[Grid, int, HeadingMatch]] = []
    for grid in grids:
        headings = heading_row(grid.rows, source, switched_on)
        if headings is not None:
            found.append((grid, *headings))
    if not found:
        expected = ", ".join(c.heading for c in source.columns)
        raise Unreadable(
            ReasonCode.NO_HEADING_ROW,
            f"a row of headings was expected within the first {HEADING_WITHIN} rows of a table (some of: {expected}),"
            " and none was found",
            "Put the headings in the row above the first record and send it again, or say in column_maps.toml what its"
            " own headings mean.",
        )
    complete = [f for f in found if f[2].is_complete]
    grid, row, match = complete[0] if complete else max(found, key=lambda f: len(f[2].columns))
    notes = ()
    if len(complete) > 1:
        others = ", ".join(g.label or "another table" for g, _, _ in complete[1:])
        notes = (f"Only {grid.label or 'the first table'} was read; the same headings are also in {others}.",)
    return _records(grid, row, match, notes)


def is_blank(row: Sequence[str]) -> bool:
    return not "".join(row).strip()


def heading_row(
    rows: Sequence[list[str]], source: Source, switched_on: frozenset[str] = frozenset()
) -> tuple[int, HeadingMatch] | None:
    """Index and match of the heading row: the first near the top that has all that is required, else the one with most
    headings; None where no row has enough of them to be headings at all."""
    best: tuple[int, HeadingMatch] | None = None
    for i, row in enumerate(rows[:HEADING_WITHIN]):
        match = match_headings(source, row, switched_on=switched_on)
        if match.is_complete:
            return i, match
        if len(match.columns) >= FEWEST_HEADINGS and (best is None or len(match.columns) > len(best[1].columns)):
            best = (i, match)
    return best


def _records(grid: Grid, heading_row: int, match: HeadingMatch, notes: tuple[str, ...]) -> Reading:
    width = match.width
    records: list[list[str]] = []
    numbers: list[int] = []
    issues: list[str | None] = []
    for i in range(heading_row + 1, len(grid.rows)):
        row = grid.rows[i]
        if is_blank(row):
            continue
        issue = grid.issues.get(i)
        if len(row) != width:
            # Blank cells beyond the headings mean nothing; anything else means the row is shifted or cut.
            if len(row) < width:
                issue = issue or (TOO_FEW if grid.is_ragged else None)
                row = [*row, *[""] * (width - len(row))]
            else:
                if grid.is_ragged and not is_blank(row[width:]):
                    issue = issue or TOO_MANY
                row = row[:width]
        records.append(row)
        numbers.append(i - heading_row + 1)
        issues.append(issue)
    return Reading(match, records, numbers, issues, grid.encoding, notes)
