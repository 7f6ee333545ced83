"""Doubts about a file that can be read: is it the file that was meant?

A wrong file does more harm than a missing one, because its rows look well. So a file is compared with what
the warehouse knows: where its postcodes lie, what came before. A doubt holds the file back until a person
accepts it in ``cycle.toml``. Put a new comparison of a whole file here. Keep out faults that nobody may wave
through (``validate_file.py``) and any judgement of one record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.domain.authorities import shown_authority
from orchestration.landing.cycle import Cycle
from orchestration.landing.files import LandedFile, supplier_of
from orchestration.landing.readers import Reading

WRONG_LOCAL_AUTHORITY = "wrong_local_authority"
SAME_AS_EARLIER_CYCLE = "same_as_earlier_cycle"
MUCH_SMALLER = "much_smaller_than_before"


@dataclass(frozen=True)
class Limits:
    """When a file is doubted. Shares are from 0 to 1; a limit is passed only above (or below) it."""

    share_elsewhere: float | None = None
    """Largest share of the readable postcodes that may lie in one other authority; None: not looked at."""
    fewest_rows: int = 50
    """A smaller file says too little about where its children live."""
    share_of_rows_before: float = 0.5
    """Smallest share of the rows of the last version that a file may have."""
    rows_fewer: int = 20
    """A loss of fewer rows than this is never doubted."""


LAST_YEAR = dt.timedelta(days=300)
"""A file of a cycle at least so long before, of the same kind, is another year's file."""

LIMITS: dict[str, Limits] = {
    "nhs": Limits(share_elsewhere=0.60),
    # a school near a border may have most of its pupils from the other side, a whole authority's schools not
    "plasc": Limits(share_elsewhere=0.60),
}
USUAL_LIMITS = Limits()


@dataclass(frozen=True)
class FileIssue:
    """Why a file is held back: a code, what was found and expected in figures, and what to do."""

    reason_code: str
    expected: str
    remedy: str


@dataclass(frozen=True)
class LoadHistory:
    """What the warehouse knew of a source before this load, to compare files with.

    ``earlier_cycle`` is keyed by source_file and hash; ``rows_before`` by supplier (see ``files.supplier_of``), each
    a list of rows and when they came.
    """

    con: duckdb.DuckDBPyConnection
    limits: Limits = USUAL_LIMITS
    earlier_cycle: dict[tuple[str, str], str] = field(default_factory=dict)
    rows_before: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    rows_last_loaded: dict[str, int] = field(default_factory=dict)

    @cached_property
    def has_postcodes(self) -> bool:
        return bool(self.con.execute("select 1 from raw.postcodes limit 1").fetchall())

    def doubts(self, file: LandedFile, file_hash: str, reading: Reading) -> list[FileIssue]:
        """Every doubt about a file that could be loaded; none about one without records."""
        rows = len(reading.records)
        if not rows:
            return []
        found = [self._wrong_authority(file, reading), self._same_as_earlier(file, file_hash, rows)]
        return [d for d in (*found, self.much_smaller(file, rows, before=self.rows_of(file))) if d is not None]

    def rows_of(self, file: LandedFile) -> list[tuple[int, str]]:
        """How many rows came from the supplier before, and when."""
        return self.rows_before.get(supplier_of(file), [])

    def _same_as_earlier(self, file: LandedFile, file_hash: str, rows: int) -> FileIssue | None:
        cycle = self.earlier_cycle.get((file.source_file, file_hash))
        if cycle is None:
            return None
        return FileIssue(
            SAME_AS_EARLIER_CYCLE,
            f"a new file was expected, and this one is, byte for byte, the {rows} rows that came for cycle {cycle}",
            f"Ask the supplier for the file of this cycle. {accept_in_cycle(file.source_file)}",
        )

    def much_smaller(
        self, file: LandedFile, rows: int, *, before: list[tuple[int, str]], parts: int = 1
    ) -> FileIssue | None:
        """Whether the file, or the return in so many parts of which it is one, lacks most of what came ``before``."""
        limits = self.limits
        now = "this file has" if parts == 1 else f"the {parts} parts of the return have together"
        for count, when in before:
            if rows < limits.share_of_rows_before * count and count - rows >= limits.rows_fewer:
                return FileIssue(
                    MUCH_SMALLER,
                    f"{count} rows came {when}, and at least {limits.share_of_rows_before:.0%} of them were expected; {now} {rows}",
                    f"Ask the supplier whether the file is whole. {accept_in_cycle(file.source_file)}",
                )
        return None

    def _wrong_authority(self, file: LandedFile, reading: Reading) -> FileIssue | None:
        limit, position = self.limits.share_elsewhere, reading.match.columns.get("postcode")
        if limit is None or position is None or file.la_code is None:
            return None
        if len(reading.records) < self.limits.fewest_rows or not self.has_postcodes:
            return None
        readable, by_authority = _authorities_of(self.con, [row[position] for row in reading.records])
        elsewhere = {la: n for la, n in by_authority.items() if la != file.la_code}
        # the code breaks a tie, so that the same file always gets the same message
        other = max(elsewhere, key=lambda la: (elsewhere[la], la), default=None)
        if other is None or elsewhere[other] <= limit * readable:
            return None
        own = by_authority.get(file.la_code, 0)
        return FileIssue(
            WRONG_LOCAL_AUTHORITY,
            f"a file of {shown_authority(file.la_code)} was expected, and of its {readable} readable postcodes {elsewhere[other]}"
            f" ({elsewhere[other] / readable:.0%}) lie in {shown_authority(other)} and {own} ({own / readable:.0%}) in its own"
            f" authority; at most {limit:.0%} may lie in one other",
            f"Ask the supplier which authority the file is for, and put it in that one's place. {accept_in_cycle(file.source_file)}",
        )


def what_is_known(con: duckdb.DuckDBPyConnection, *, cycle: Cycle, source: str) -> LoadHistory:
    """Gather what the files of a source will be compared with. The tables must exist; read it before a load
    replaces the lines of the cycle."""
    earlier = con.execute(
        "select f.source_file, f.file_hash, max_by(f.cycle, (c.reference_date, f.cycle))"
        " from raw.files f join raw.cycles c on c.cycle = f.cycle"
        " where f.source = ? and f.cycle <> ? and c.kind = ? and c.reference_date <= ? and f.file_hash is not null"
        " and f.status in ('loaded', 'superseded') group by all",
        # A roll taken once a year, or a list in which nobody moved, is rightly the same next quarter; to
        # hold it would make every child on it look missing. The same bytes a year later are last year's.
        [source, cycle.cycle, cycle.kind, cycle.reference_date - LAST_YEAR],
    ).fetchall()
    previous = con.execute(
        "select cycle from raw.cycles where kind = ? and cycle <> ? and reference_date < ?"
        " order by reference_date desc, cycle desc limit 1",
        [cycle.kind, cycle.cycle, cycle.reference_date],
    ).fetchall()
    last_loaded = _rows_last_loaded(con, cycle.cycle, source)
    rows_before: dict[str, list[tuple[int, str]]] = {k: [(n, "before in this cycle")] for k, n in last_loaded.items()}
    for (name,) in previous:
        for supplier, rows in _rows_last_loaded(con, name, source).items():
            rows_before.setdefault(supplier, []).append((rows, f"for cycle {name}"))
    return LoadHistory(
        con, LIMITS.get(source, USUAL_LIMITS), {(f, h): c for f, h, c in earlier}, rows_before, last_loaded
    )


def _rows_last_loaded(con: duckdb.DuckDBPyConnection, cycle: str, source: str) -> dict[str, int]:
    """For each supplier the rows of the last version that was loaded in the cycle."""
    lines = con.execute(
        "select source_file, supplier_la_code, school_key, rows_last_loaded from raw.files"
        " where cycle = ? and source = ? and rows_last_loaded is not null order by rows_last_loaded",
        [cycle, source],
    ).fetchall()
    return {supplier_of(LandedFile(Path(file), file, la, school)): rows for file, la, school, rows in lines}


def _authorities_of(con: duckdb.DuckDBPyConnection, given: list[str]) -> tuple[int, dict[str, int]]:
    """How many of the postcodes can be read, and how many of those lie in each authority."""
    con.register("given_postcodes", pa.table({"given": pa.array(given, pa.string())}))
    try:
        counted = con.execute("""
            with tidied as (
                select upper(regexp_replace(given, '[^A-Za-z0-9]+', '', 'g')) as code from given_postcodes
            ),
            readable as (
                select left(code, length(code) - 3) || ' ' || right(code, 3) as postcode from tidied
                where regexp_full_match(code, '[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}') and not starts_with(code, 'ZZ99')
            )
            select p.la_code, count(*) from readable r left join raw.postcodes p on p.postcode = r.postcode group by all
        """).fetchall()
    finally:
        con.unregister("given_postcodes")
    return sum(n for _, n in counted), {la: n for la, n in counted if la is not None}


def accept_in_cycle(source_file: str) -> str:
    """What to do about a doubt that is mistaken."""
    return f'If it is right as it is, write [accept] files = ["{source_file}"] in cycle.toml.'
