"""What the warehouse holds of a source before a load: its suppliers' earlier files, for comparison.

Put here what is remembered of earlier loads. Keep out when a difference is an issue (``file_checks.py``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from orchestration.landing.cycle import Cycle
from orchestration.landing.file_report import FileReport
from orchestration.landing.file_status import FileStatus
from orchestration.landing.files import LandedFile, supplier_of

ANOTHER_YEAR = dt.timedelta(days=300)
"""A file of a cycle at least so long before, of the same kind, is another year's file. A roll taken once a year, or a
list in which nobody moved, can be the same next quarter; to hold it would make every child on it look missing."""


@dataclass(frozen=True)
class EarlierRows:
    """How many rows a supplier sent before, and when, in words for a message ("for cycle annual-2024")."""

    rows: int
    when: str


@dataclass(frozen=True)
class LoadHistory:
    """Earlier loads of one source.

    ``earlier_cycle`` names, by ``source_file`` and hash of the content, the cycle of another year that held the same
    bytes at the same place. ``rows_before`` (in this cycle and in the one before it) and ``rows_last_loaded`` (in this
    cycle) are by supplier (``files.supplier_of``).
    """

    earlier_cycle: dict[tuple[str, str], str] = field(default_factory=dict)
    rows_before: dict[str, list[EarlierRows]] = field(default_factory=dict)
    rows_last_loaded: dict[str, int] = field(default_factory=dict)

    def with_rows_last_loaded(self, reports: Sequence[FileReport]) -> list[FileReport]:
        """Each line with the rows of its supplier's last loaded return, all parts together.

        That is the return of this load, or where none was loaded the earlier one, so that a small version which is
        held today is still small tomorrow.
        """
        loaded_now: Counter[str] = Counter()
        for report in reports:
            if report.status == FileStatus.LOADED:
                loaded_now[report.supplier] += report.rows_received
        last = self.rows_last_loaded | loaded_now
        return [replace(report, rows_last_loaded=last.get(report.supplier)) for report in reports]


def read_load_history(con: duckdb.DuckDBPyConnection, *, cycle: Cycle, source: str) -> LoadHistory:
    """What was loaded of the source before. Read it before a load replaces the cycle's lines of ``raw.files``.

    ``raw.files`` and ``raw.cycles`` must exist.
    """
    last_loaded = _rows_last_loaded(con, cycle.cycle, source)
    rows_before = {supplier: [EarlierRows(rows, "before in this cycle")] for supplier, rows in last_loaded.items()}
    previous = _previous_cycle(con, cycle)
    if previous is not None:
        for supplier, rows in _rows_last_loaded(con, previous, source).items():
            rows_before.setdefault(supplier, []).append(EarlierRows(rows, f"for cycle {previous}"))
    return LoadHistory(_files_of_other_years(con, cycle, source), rows_before, last_loaded)


def _files_of_other_years(con: duckdb.DuckDBPyConnection, cycle: Cycle, source: str) -> dict[tuple[str, str], str]:
    """By ``source_file`` and hash the latest cycle of another year, of the same kind, that holds such a file."""
    rows = con.execute(
        "select f.source_file, f.file_hash, max_by(f.cycle, (c.reference_date, f.cycle))"
        " from raw.files f join raw.cycles c on c.cycle = f.cycle"
        " where f.source = ? and f.cycle <> ? and c.kind = ? and c.reference_date <= ? and f.file_hash is not null"
        " and f.status in (?, ?) group by all",
        [
            source,
            cycle.cycle,
            cycle.kind,
            cycle.reference_date - ANOTHER_YEAR,
            FileStatus.LOADED,
            FileStatus.SUPERSEDED,
        ],
    ).fetchall()
    return {(file, file_hash): earlier for file, file_hash, earlier in rows}


def _previous_cycle(con: duckdb.DuckDBPyConnection, cycle: Cycle) -> str | None:
    rows = con.execute(
        "select cycle from raw.cycles where kind = ? and cycle <> ? and reference_date < ?"
        " order by reference_date desc, cycle desc limit 1",
        [cycle.kind, cycle.cycle, cycle.reference_date],
    ).fetchall()
    return rows[0][0] if rows else None


def _rows_last_loaded(con: duckdb.DuckDBPyConnection, cycle: str, source: str) -> dict[str, int]:
    """By supplier the rows of the return that was last loaded in the cycle."""
    lines = con.execute(
        "select source_file, supplier_la_code, school_key, rows_last_loaded from raw.files"
        " where cycle = ? and source = ? and rows_last_loaded is not null order by rows_last_loaded",
        [cycle, source],
    ).fetchall()
    return {supplier_of(LandedFile(Path(file), file, la, school)): rows for file, la, school, rows in lines}
