"""Files of a cycle into the ``raw`` schema, each row with where it came from.

A load replaces what the cycle held for that source, in one transaction, so that it can be run again. A file
that cannot be used is held back with its reason and the rest goes on; nothing that was received goes
without a line in ``raw.files``. Keep out how files are read (``readers``) and what values mean.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb

from orchestration.errors import issue
from orchestration.landing.contract import SOURCES, Source
from orchestration.landing.contract.column_maps import read_column_maps
from orchestration.landing.cycle import Cycle
from orchestration.landing.file_checks import LoadHistory, what_is_known
from orchestration.landing.files import (
    LandedFile,
    expected_paths,
    find_files,
    find_unrecognised,
    is_return_of,
)
from orchestration.landing.overlap_check import hold_disagreeing
from orchestration.landing.readers import Reading
from orchestration.landing.returns import group_returns, settle_return
from orchestration.landing.tables import create_raw_tables, table_columns
from orchestration.landing.unchanged_files import UnchangedFile, unchanged_files
from orchestration.landing.validate_file import (
    HELD,
    LOADED,
    NOT_RECEIVED,
    SUPERSEDED,
    UNREADABLE,
    FileReport,
    LoadedBefore,
    examine,
    in_utc,
    modified,
)

UNRECOGNISED = "unrecognised"  # stands for the source in raw.files where a file belongs to none


@dataclass(frozen=True)
class LoadReport:
    """What a load of one source did."""

    cycle: str
    source: str
    files: tuple[FileReport, ...]

    @property
    def rows(self) -> int:
        return sum(f.rows_received for f in self.files)

    @property
    def held(self) -> tuple[FileReport, ...]:
        return tuple(f for f in self.files if f.status in (HELD, UNREADABLE))

    @property
    def superseded(self) -> tuple[FileReport, ...]:
        return tuple(f for f in self.files if f.status == SUPERSEDED)

    @property
    def not_received(self) -> tuple[FileReport, ...]:
        return tuple(f for f in self.files if f.status == NOT_RECEIVED)

    @property
    def counts(self) -> dict[str, int]:
        """Files by status."""
        return dict(Counter(f.status for f in self.files))

    @property
    def columns_not_stored(self) -> dict[str, str]:
        """For each file that held more than the contract asks for, those headings."""
        return {f.source_file: f.columns_not_stored for f in self.files if f.columns_not_stored}


def load_source(
    con: duckdb.DuckDBPyConnection,
    *,
    landing_dir: Path,
    cycle: Cycle,
    source: str,
    now: dt.datetime,
    reference_dir: Path | None = None,
    basis: str | None = None,
) -> LoadReport:
    """Load every file of one source of one cycle into ``raw.<source>`` and ``raw.files``.

    Rows of other cycles stay. ``now`` becomes ``loaded_at`` (UTC). One file is in memory at a time, or all versions
    of one school's return. ``reference_dir`` lies beside ``landing_dir`` unless it is named. ``raw.postcodes`` and
    ``raw.schools`` should be loaded before: without them less can be said of a file. Raises ``BadInput`` where the
    column maps that people wrote cannot be understood.

    ``basis`` stands for all that reading a file depends on beside the file: a file that is as it was when it was
    loaded on the same basis is not read again and keeps its rows. Without it every file is read.
    """
    spec = SOURCES[source]
    cycle_dir = Path(landing_dir) / cycle.cycle
    maps = read_column_maps(cycle_dir, reference_dir or Path(landing_dir).parent / "reference")
    create_raw_tables(con, source, "files", "cycles", "postcodes")
    missing_from = _schools_expected(con, cycle) if source == "independent_schools" else {}
    loaded_at = in_utc(now)
    reports: list[FileReport] = []
    loaded = LoadedBefore()
    con.begin()
    try:
        known = what_is_known(con, cycle=cycle, source=source)
        found = find_files(cycle_dir, source)
        kept = unchanged_files(con, cycle=cycle, source=source, found=found, basis=basis)
        con.execute(
            f'delete from raw."{source}" where cycle = ? and not list_contains(?::varchar[], source_file)',
            [cycle.cycle, list(kept)],
        )
        for files in group_returns(found):
            if files[0].source_file in kept:
                # what the other lists know of an NHS file is looked at anew below
                reports.append(replace(kept[files[0].source_file].report, share_found=None))
                continue
            # whether one of several files is too small is known only when it is known what it is a part of
            compared = known if len(files) == 1 else replace(known, rows_before={})
            examined = [
                examine(
                    file,
                    maps.apply(spec, file),
                    switched_on=cycle.switched_on(source),
                    loaded=loaded,
                    known=compared,
                    is_accepted=file.source_file in cycle.accepted_files,
                )
                for file in files
            ]
            if len(files) > 1:
                examined = settle_return(examined, files, known=known, accepted=cycle.accepted_files)
            for report, reading in examined:
                if reading is not None and report.status == LOADED:
                    _insert(con, spec, cycle.cycle, report, reading, loaded_at)
                reports.append(report)
        if source == "nhs":
            reports = hold_disagreeing(con, cycle=cycle, reports=reports)
        reports += _not_received(source, cycle, found, missing_from)
        reports = _with_rows_last_loaded(reports, known)
        _write_files(con, cycle.cycle, source, reports, loaded_at, basis=basis, kept=kept)
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return LoadReport(cycle.cycle, source, tuple(reports))


def load_unrecognised(
    con: duckdb.DuckDBPyConnection, *, landing_dir: Path, cycle: Cycle, now: dt.datetime
) -> LoadReport:
    """Write a line of ``raw.files`` for each file of the cycle that belongs to no source. Nothing is opened."""
    create_raw_tables(con, "files")
    reports = []
    for file in find_unrecognised(Path(landing_dir) / cycle.cycle):
        is_folder = file.path.is_dir()
        reason = "unknown_local_authority" if is_folder else "unexpected_file"
        expected = (
            "a folder named by the code of a Welsh local authority was expected"
            if is_folder
            else "the landing folder has no place for a file of this name"
        )
        detail = issue(
            file=file.source_file,
            expected=expected,
            remedy="Rename or move it as the contract of the landing folder says.",
        )
        size = None if is_folder else file.path.stat().st_size
        reports.append(
            FileReport(
                file.source_file,
                size_bytes=size,
                received_at=modified(file.path),
                status=HELD,
                reason_code=reason,
                detail=detail,
            )
        )
    _write_files(con, cycle.cycle, UNRECOGNISED, reports, in_utc(now))
    return LoadReport(cycle.cycle, UNRECOGNISED, tuple(reports))


def load_cycle(con: duckdb.DuckDBPyConnection, cycle: Cycle) -> None:
    """Make the cycle the current one, in ``raw.cycles`` and ``raw.participating_las``."""
    create_raw_tables(con, "cycles", "participating_las")
    con.begin()
    try:
        con.execute("delete from raw.cycles where cycle = ?", [cycle.cycle])
        con.execute("update raw.cycles set is_current = false")
        con.execute(
            "insert into raw.cycles (cycle, kind, reference_date, deadline_nhs,"
            " deadline_independent_schools, is_current, ehe_not_assessed_counts) values (?, ?, ?, ?, ?, true, ?)",
            [
                cycle.cycle,
                cycle.kind,
                cycle.reference_date,
                cycle.deadlines.get("nhs"),
                cycle.deadlines.get("independent_schools"),
                cycle.ehe_not_assessed_counts,
            ],
        )
        con.execute("delete from raw.participating_las where cycle = ?", [cycle.cycle])
        for la in cycle.participating_las:
            con.execute("insert into raw.participating_las values (?, ?)", [cycle.cycle, la])
        con.commit()
    except BaseException:
        con.rollback()
        raise


def _with_rows_last_loaded(reports: list[FileReport], known: LoadHistory) -> list[FileReport]:
    """Each line with the rows of its supplier's return that was last loaded, all its parts: of this load if one was,
    else as known before, so that a small version held back today is still small tomorrow."""
    last = dict(known.rows_last_loaded)
    of_this_load: Counter[str] = Counter()
    for report in reports:
        if report.status == LOADED:
            of_this_load[report.supplier] += report.rows_received
    last |= of_this_load
    return [replace(r, rows_last_loaded=last.get(r.supplier)) for r in reports]


def _insert(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    cycle: str,
    report: FileReport,
    reading: Reading,
    loaded_at: dt.datetime,
) -> None:
    columns = ", ".join(f'nullif("{name}", \'\') as "{name}"' for name in reading.match.columns)
    school = ", ?::varchar as school_key" if "school_key" in table_columns(source.name) else ""
    values = [cycle, report.source_file, report.supplier_la_code, report.file_hash, report.received_at, loaded_at]
    con.register("incoming_rows", reading.to_arrow())
    try:
        con.execute(
            f'insert into raw."{source.name}" by name select ?::varchar as cycle, ?::varchar as source_file,'
            " source_row, ?::varchar as supplier_la_code, ?::varchar as file_hash, ?::timestamp as received_at,"
            f" ?::timestamp as loaded_at{school}, row_fault, {columns} from incoming_rows",
            [*values, report.school_key] if school else values,
        )
    finally:
        con.unregister("incoming_rows")


def _not_received(
    source: str, cycle: Cycle, found: list[LandedFile], schools: dict[str, tuple[str, str]]
) -> list[FileReport]:
    """A line for each file that was expected and is not there. A file that is there and held is not missing."""
    due = cycle.deadlines.get(source)
    when = f" by {due.isoformat()}" if due else ""
    there = {f.la_code for f in found}
    lines = [
        FileReport(
            path, la, detail=f"{path} was expected{when} and is not there. Ask the authority or its supplier for it."
        )
        for la, path in expected_paths(source, cycle.participating_las).items()
        if la not in there
    ]
    for number, (name, la) in schools.items():
        if any(is_return_of(f.school_key or "", school_number=number, name=name) for f in found):
            continue
        path = f"independent_schools/{number}"
        lines.append(
            FileReport(
                path,
                la,
                number,
                detail=f"A return of school {number} was expected{when} and is not there. Ask the school for it.",
            )
        )
    return lines


def _schools_expected(con: duckdb.DuckDBPyConnection, cycle: Cycle) -> dict[str, tuple[str, str]]:
    """Independent schools in participating authorities: number -> (name, authority); none without a list."""
    create_raw_tables(con, "schools")
    rows = con.execute(
        "select school_number, name, la_code from raw.schools"
        " where lower(sector) like '%independent%' and school_number is not null order by school_number"
    ).fetchall()
    return {number: (name, la) for number, name, la in rows if la in cycle.participating_las}


def _write_files(
    con: duckdb.DuckDBPyConnection,
    cycle: str,
    source: str,
    reports: list[FileReport],
    loaded_at: dt.datetime,
    *,
    basis: str | None = None,
    kept: Mapping[str, UnchangedFile] | None = None,
) -> None:
    kept = kept or {}
    con.execute("delete from raw.files where cycle = ? and source = ?", [cycle, source])
    names = ["cycle", "source", "basis", "loaded_at", *FileReport.__dataclass_fields__]
    marks = ", ".join("?" for _ in names)
    for report in reports:
        when = kept[report.source_file].loaded_at if report.source_file in kept else loaded_at
        con.execute(
            f"insert into raw.files ({', '.join(names)}) values ({marks})",
            [cycle, source, basis, when, *asdict(report).values()],
        )
