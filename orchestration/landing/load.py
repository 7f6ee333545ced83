"""The way of a source's files into the ``raw`` schema, step by step.

Find the files, read and validate each, compare it with earlier loads, settle which files of a return count, store the
rows, compare NHS files with the education lists, store the lines of ``raw.files``. A load replaces what the cycle held
for that source, in one transaction, so that it can be run again. A file that cannot be used is held with its reason
and the rest goes on; every file that was received or expected has its line. Keep out the steps themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from orchestration.landing.contract import SOURCES, Source
from orchestration.landing.contract.column_maps import ColumnMaps, read_column_maps
from orchestration.landing.cycle import Cycle
from orchestration.landing.file_checks import FileChecks
from orchestration.landing.file_report import FileIssue, FileReport, LoadReport
from orchestration.landing.file_status import UNEXPECTED_FILE, ReasonCode
from orchestration.landing.files import LandedFile, find_files, find_unrecognised, received_at
from orchestration.landing.load_history import read_load_history
from orchestration.landing.missing_files import missing_files
from orchestration.landing.overlap_check import check_overlap
from orchestration.landing.returns import group_returns, settle_return
from orchestration.landing.store import delete_rows, store_files, store_rows
from orchestration.landing.tables import as_timestamp, create_raw_tables
from orchestration.landing.unchanged_files import find_unchanged
from orchestration.landing.validate_file import LoadedSoFar, ValidatedFile, validate_file
from orchestration.storage.transaction import transaction

UNRECOGNISED = "unrecognised"
"""Stands for the source in ``raw.files`` where a file belongs to none."""


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

    Rows of other cycles stay. ``now`` becomes ``loaded_at`` (UTC). One file is in memory at a time, or all files of one
    school's return. ``reference_dir`` is beside ``landing_dir`` unless it is named. ``raw.postcodes`` and
    ``raw.schools`` should be loaded before: without them fewer issues can be found. Raises ``BadInput`` where the
    column maps that people wrote cannot be understood.

    ``basis`` stands for all that reading a file depends on beside the file: a file that has not changed since it was
    loaded on the same basis is not read again and keeps its rows. Without it every file is read.
    """
    cycle_dir = Path(landing_dir) / cycle.cycle
    maps = read_column_maps(cycle_dir, reference_dir or Path(landing_dir).parent / "reference")
    create_raw_tables(con, source, "files", "cycles", "postcodes")
    loaded_at = as_timestamp(now)
    with transaction(con):
        history = read_load_history(con, cycle=cycle, source=source)
        found = find_files(cycle_dir, source)
        unchanged = find_unchanged(con, cycle=cycle, source=source, found=found, basis=basis)
        delete_rows(con, source, cycle.cycle, except_files=unchanged)
        checks = FileChecks(con, source, history, cycle.accepted_files)
        validation = _Validation(SOURCES[source], maps, cycle.switched_on(source), checks)
        reports: list[FileReport] = []
        for files in group_returns(found):
            if files[0].source_file in unchanged:
                reports.append(unchanged[files[0].source_file].report)
                continue
            for validated in validation.validate_return(files):
                if validated.is_loadable:
                    store_rows(con, source, cycle.cycle, validated, loaded_at=loaded_at)
                reports.append(validated.report)
        if source == "nhs":
            reports = check_overlap(con, cycle=cycle, reports=reports)
        reports += missing_files(con, cycle=cycle, source=source, found=found)
        reports = history.with_rows_last_loaded(reports)
        store_files(con, source, cycle.cycle, reports, loaded_at=loaded_at, basis=basis, unchanged=unchanged)
    return LoadReport(cycle.cycle, source, tuple(reports))


def load_unrecognised(
    con: duckdb.DuckDBPyConnection, *, landing_dir: Path, cycle: Cycle, now: dt.datetime
) -> LoadReport:
    """Store a line of ``raw.files`` for each file of the cycle that belongs to no source. Nothing is opened."""
    create_raw_tables(con, "files")
    reports = [_unrecognised(file) for file in find_unrecognised(Path(landing_dir) / cycle.cycle)]
    with transaction(con):
        store_files(con, UNRECOGNISED, cycle.cycle, reports, loaded_at=as_timestamp(now))
    return LoadReport(cycle.cycle, UNRECOGNISED, tuple(reports))


@dataclass(frozen=True)
class _Validation:
    """What decides whether files of one source are loaded, the same for all files of one load."""

    source: Source
    maps: ColumnMaps
    switched_on: frozenset[str]
    checks: FileChecks
    loaded: LoadedSoFar = field(default_factory=LoadedSoFar)

    def validate_return(self, files: Sequence[LandedFile]) -> list[ValidatedFile]:
        """The files of one school's return, or the one file of any other source, each with its verdict."""
        is_alone = len(files) == 1
        validated = []
        for file in files:
            source = self.maps.apply(self.source, file)
            verdict = validate_file(file, source, switched_on=self.switched_on, loaded=self.loaded)
            verdict = self.checks.check_file(verdict, is_whole_return=is_alone)
            self.loaded.add(verdict)
            validated.append(verdict)
        if is_alone:
            return validated
        return self.checks.check_return_size(settle_return(validated, accepted=self.checks.accepted_files))


def _unrecognised(file: LandedFile) -> FileReport:
    is_folder = file.path.is_dir()
    report = FileReport(
        file.source_file,
        size_bytes=None if is_folder else file.path.stat().st_size,
        received_at=received_at(file.path),
    )
    reason, expected = (
        (ReasonCode.UNKNOWN_LOCAL_AUTHORITY, "a folder named by the code of a Welsh local authority was expected")
        if is_folder
        else (UNEXPECTED_FILE, "the landing folder has no place for a file of this name")
    )
    remedy = "Rename or move it as the contract of the landing folder says."
    return report.not_loaded([FileIssue(reason, expected, remedy)])
