"""Whether an NHS file agrees with the education lists, before anything is linked.

A file with shifted columns, dates written month first or the children of another place looks right, and linked it
would list thousands of children as missing. So a sample of it is looked for in the lists received: a record is found
where a list has three of surname, first forename, date of birth and postcode; and of those found without a field, that
field should mostly agree too. The limits are data (``overlap_check.toml``). Put here only what holds or passes a whole
NHS file by its agreement. Keep out checks that need no other source (``file_checks.py``), the SQL (``overlap_sql.py``)
and linkage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

import duckdb

from orchestration.domain.authorities import shown_authority
from orchestration.domain.sources import PROVING_SOURCES
from orchestration.landing import overlap_sql
from orchestration.landing.contract.toml_file import Share, TomlTable, read_toml
from orchestration.landing.cycle import Cycle
from orchestration.landing.file_report import FileIssue, FileReport
from orchestration.landing.file_status import FileStatus, ReasonCode
from orchestration.landing.overlap_sql import FIELDS, MatchCounts
from orchestration.landing.tables import create_raw_tables

_NAMES = {"surname": "surname", "forename": "first forename", "date_of_birth": "date of birth", "postcode": "postcode"}
_REMEDIES = {
    "surname": "Ask the supplier whether the surnames still stand beside their forenames, or are of another date.",
    "forename": "Ask the supplier whether the forenames still stand beside their surnames, in full and first name"
    " first.",
    "date_of_birth": "Ask the supplier whether the dates are dates of birth, written day first, each in its own row.",
    "postcode": "Ask the supplier whether the postcodes are those of these children, each in its own row.",
}


class OverlapLimits(TomlTable):
    """The limits of ``overlap_check.toml``, where each is explained. Shares are from 0 to 1."""

    sample: int
    fewest_records: int
    found: Share
    agrees: Share
    part_of_usual: Share
    fewest_others: int

    def floor(self, default: float, usual: float | None) -> float:
        """The lowest share allowed: the default, or more where what is usual is much more."""
        return default if usual is None else max(default, self.part_of_usual * usual)


@cache
def overlap_limits() -> OverlapLimits:
    """The limits as they are set; read once."""
    return read_toml(Path(__file__).with_name("overlap_check.toml"), OverlapLimits)


def check_overlap(con: duckdb.DuckDBPyConnection, *, cycle: Cycle, reports: Sequence[FileReport]) -> list[FileReport]:
    """The lines of the NHS files; files that agree far too little are held, and their rows deleted from ``raw.nhs``.

    The rows of all files must be in ``raw.nhs``, and the education lists loaded. A file is checked only where it is
    large enough and its authority's roll came; ``share_found`` is set for those. A file that a person accepted stays.
    """
    limits = overlap_limits()
    create_raw_tables(con, *(source.name for source in PROVING_SOURCES))
    rolls = _rolls_received(con, cycle, limits)
    large_enough = [
        r.source_file
        for r in reports
        if r.status == FileStatus.LOADED and r.rows_received >= limits.fewest_records and r.supplier_la_code in rolls
    ]
    if not large_enough:
        return list(reports)
    counts = overlap_sql.count_found_in_lists(con, cycle=cycle.cycle, files=large_enough, sample=limits.sample)
    before = _found_before(con, cycle)
    checked = []
    for report in reports:
        if report.source_file in counts:
            found = counts[report.source_file]
            others = [c for file, c in counts.items() if file != report.source_file]
            issues = _issues(con, cycle, report, found, others, before.get(report.supplier_la_code))
            report = _apply(issues, replace(report, share_found=round(found.found_share, 4)), cycle)
        checked.append(report)
    overlap_sql.drop_temporary_tables(con)
    held = [r.source_file for r in checked if r.source_file in counts and r.status == FileStatus.HELD]
    con.execute("delete from raw.nhs where cycle = ? and list_contains(?::varchar[], source_file)", [cycle.cycle, held])
    return checked


def _apply(issues: Sequence[FileIssue], report: FileReport, cycle: Cycle) -> FileReport:
    """The line of the file, held if there is an issue that nobody has accepted."""
    if not issues:
        return report
    if report.source_file in cycle.accepted_files:
        return report.accepted(issues)
    return report.not_loaded(issues, rows=report.rows_received, may_be_accepted=True)


def _issues(
    con: duckdb.DuckDBPyConnection,
    cycle: Cycle,
    report: FileReport,
    counts: MatchCounts,
    others: Sequence[MatchCounts],
    before: float | None,
) -> list[FileIssue]:
    """An issue for each field that disagrees, and one if too few records are found; the fields say more, so first.

    ``counts`` are of this file, ``others`` of the other files of the load; ``before`` is the share found in the
    authority's file of an earlier cycle.
    """
    limits = overlap_limits()
    issues = []
    for field in FIELDS:
        share = counts.agreeing_share(field, at_least=limits.fewest_records)
        usual = _usual([c.agreeing_share(field, at_least=limits.fewest_records) for c in others])
        floor = limits.floor(limits.agrees, usual)
        if share is not None and share < floor:
            issues.append(_field_issue(field, counts, share, floor))
    floor = limits.floor(limits.found, before if before is not None else _usual([c.found_share for c in others]))
    if counts.found_share < floor:
        issues += _too_few_found(con, cycle, report, counts, floor)
    return issues


def _field_issue(field: str, counts: MatchCounts, share: float, floor: float) -> FileIssue:
    rest = [_NAMES[f] for f in FIELDS if f != field]
    found_without = counts.found_without[field]
    return FileIssue(
        ReasonCode.FIELD_DISAGREES,
        f"of {counts.sampled} records looked at, {found_without} ({found_without / counts.sampled:.0%}) agree with a"
        f" record of the education lists in {rest[0]}, {rest[1]} and {rest[2]}, and of these only {share:.0%} in"
        f" {_NAMES[field]} too, where at least {floor:.0%} were expected",
        f"{_REMEDIES[field]} If they are right there, look at the same column of the authority's roll.",
    )


def _too_few_found(
    con: duckdb.DuckDBPyConnection, cycle: Cycle, report: FileReport, counts: MatchCounts, floor: float
) -> list[FileIssue]:
    """An issue, unless the children who are on education lists of the authority are in the file.

    Where most children go to schools that sent no list, few are found in the lists though the file is right; but
    those who are on the lists are then in the file.
    """
    limits, la = overlap_limits(), report.supplier_la_code
    residents = overlap_sql.count_residents_in_file(
        con, cycle=cycle.cycle, file=report.source_file, la_code=la, sample=limits.sample
    )
    if residents.sampled < limits.fewest_records or residents.found_share >= floor:
        return []
    single = overlap_sql.shares_of_single_fields(con, source_file=report.source_file)
    single_fields = ", ".join(f"{single[f]:.0%} for {_NAMES[f]}" for f in FIELDS)
    return [
        FileIssue(
            ReasonCode.CHILDREN_NOT_FOUND,
            f"of {counts.sampled} records looked at, {counts.found_share:.0%} agree with a record of the education"
            " lists in three of surname, first forename, date of birth and postcode, and of"
            f" {residents.sampled} children on those lists who live in {shown_authority(la)}"
            f" {residents.found_share:.0%} are found in the file, where at least {floor:.0%} were expected"
            f" (each field taken alone occurs in the lists: {single_fields})",
            "Ask the supplier whether each column stands below its heading and each value in its own row, and whether"
            " these are the children of this authority; look at the authority's roll too.",
        )
    ]


def _usual(shares: Sequence[float | None]) -> float | None:
    """The median of the other files' shares, where there are enough of them."""
    present = [share for share in shares if share is not None]
    return median(present) if len(present) >= overlap_limits().fewest_others else None


def _rolls_received(con: duckdb.DuckDBPyConnection, cycle: Cycle, limits: OverlapLimits) -> set[str]:
    """Authorities whose own roll came with enough pupils; without it few children of the file could be found."""
    rows = con.execute(
        "select supplier_la_code from raw.plasc where cycle = ? group by all having count(*) >= ?",
        [cycle.cycle, limits.fewest_records],
    ).fetchall()
    return {la for (la,) in rows}


def _found_before(con: duckdb.DuckDBPyConnection, cycle: Cycle) -> dict[str, float]:
    """By authority the share found in its file of the last cycle before this one that has a figure."""
    rows = con.execute(
        "select f.supplier_la_code, arg_max(f.share_found, (c.reference_date, f.cycle))"
        " from raw.files f join raw.cycles c on c.cycle = f.cycle"
        " where f.source = 'nhs' and f.status = ? and f.share_found is not null and f.cycle <> ?"
        " and c.reference_date < ? group by all",
        [FileStatus.LOADED, cycle.cycle, cycle.reference_date],
    ).fetchall()
    return dict(rows)
