"""Whether an NHS file agrees with what education holds, before anything is linked.

A file with slipped columns, dates written month first or the children of another place looks well, and linked it
would list thousands of children as missing. So a sample of it is looked for in the lists received: a record is
found where a list knows three of surname, first forename, date of birth and postcode; and of those found without
a field, that field should mostly agree too. The limits are data (``overlap_check.toml``). Put here only what holds or
passes a whole NHS file by its agreement. Keep out doubts that need no other source (``file_checks.py``), and linkage.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median

import duckdb

from orchestration.domain.authorities import shown_authority
from orchestration.errors import issue
from orchestration.landing import overlap_sql
from orchestration.landing.cycle import Cycle
from orchestration.landing.file_checks import FileIssue, accept_in_cycle
from orchestration.landing.overlap_sql import FIELDS, Counts
from orchestration.landing.tables import create_raw_tables
from orchestration.landing.validate_file import HELD, LOADED, FileReport

CHILDREN_NOT_FOUND = "children_not_found"
FIELD_DISAGREES = "field_disagrees"

_NAMES = {"surname": "surname", "forename": "first forename", "date_of_birth": "date of birth", "postcode": "postcode"}
_REMEDIES = {
    "surname": "Ask the supplier whether the surnames still stand beside their forenames, or are of another date.",
    "forename": "Ask the supplier whether the forenames still stand beside their surnames, in full and first name first.",
    "date_of_birth": "Ask the supplier whether the dates are dates of birth, written day first, each in its own row.",
    "postcode": "Ask the supplier whether the postcodes are those of these children, each in its own row.",
}


@dataclass(frozen=True)
class Expectation:
    """The limits of ``overlap_check.toml``, where each is explained."""

    sample: int
    fewest_records: int
    found: float
    agrees: float
    part_of_usual: float
    fewest_others: int

    def floor(self, default: float, usual: float | None) -> float:
        return default if usual is None else max(default, self.part_of_usual * usual)


@cache
def expectation() -> Expectation:
    return Expectation(**tomllib.loads(Path(__file__).with_name("overlap_check.toml").read_text(encoding="utf-8")))


def hold_disagreeing(
    con: duckdb.DuckDBPyConnection, *, cycle: Cycle, reports: Sequence[FileReport]
) -> list[FileReport]:
    """The lines of the NHS files, those that agree far too little held and their rows taken out of ``raw.nhs``.

    The rows of all files must be in ``raw.nhs``, and the education lists loaded. A file is judged only where it is
    large enough and its authority's roll came; ``share_found`` is set for those. A file that a person accepted stays.
    """
    limits = expectation()
    create_raw_tables(con, *overlap_sql.LISTS)
    rolls = _rolls_received(con, cycle, limits)
    judged = [
        r.source_file
        for r in reports
        if r.status == LOADED and r.rows_received >= limits.fewest_records and r.supplier_la_code in rolls
    ]
    if not judged:
        return list(reports)
    counts = overlap_sql.nhs_in_lists(con, cycle=cycle.cycle, files=judged, sample=limits.sample)
    before = _found_before(con, cycle)
    settled = []
    for report in reports:
        if report.source_file in counts:
            found = counts[report.source_file]
            others = [c for file, c in counts.items() if file != report.source_file]
            doubts = _doubts(con, cycle, report, found, others, before.get(report.supplier_la_code))
            report = _settled(replace(report, share_found=round(found.found_share, 4)), doubts, cycle)
        settled.append(report)
    overlap_sql.remove_records(con)
    held = [r.source_file for r in settled if r.source_file in counts and r.status == HELD]
    con.execute("delete from raw.nhs where cycle = ? and list_contains(?::varchar[], source_file)", [cycle.cycle, held])
    return settled


def _settled(report: FileReport, doubts: Sequence[FileIssue], cycle: Cycle) -> FileReport:
    if not doubts:
        return report
    told = "; ".join(d.expected for d in doubts)
    if report.source_file in cycle.accepted_files:
        return replace(
            report, detail=" ".join(filter(None, [report.detail, f"Accepted in cycle.toml, though {told}."]))
        )
    remedy = f"{' '.join(d.remedy for d in doubts)} {accept_in_cycle(report.source_file)}"
    detail = issue(
        file=report.source_file, expected=f"{told}; {report.rows_received} rows are not loaded", remedy=remedy
    )
    return replace(report, status=HELD, reason_code=doubts[0].reason_code, detail=detail, rows_received=0)


def _doubts(
    con: duckdb.DuckDBPyConnection,
    cycle: Cycle,
    report: FileReport,
    counts: Counts,
    others: Sequence[Counts],
    before: float | None,
) -> list[FileIssue]:
    """A doubt for each field that disagrees, and one if too few records are found; the fields say more, so first."""
    limits = expectation()
    doubts = []
    for field in FIELDS:
        share = counts.agreeing_share(field, at_least=limits.fewest_records)
        floor = limits.floor(
            limits.agrees, _usual([c.agreeing_share(field, at_least=limits.fewest_records) for c in others])
        )
        if share is not None and share < floor:
            doubts.append(_field_doubt(field, counts, share, floor))
    floor = limits.floor(limits.found, before if before is not None else _usual([c.found_share for c in others]))
    if counts.found_share < floor:
        doubts += _too_few_found(con, cycle, report, counts, floor)
    return doubts


def _field_doubt(field: str, counts: Counts, share: float, floor: float) -> FileIssue:
    rest = [_NAMES[f] for f in FIELDS if f != field]
    return FileIssue(
        FIELD_DISAGREES,
        f"of {counts.looked_at} records looked at, {counts.found_without[field]} ({counts.found_without[field] / counts.looked_at:.0%})"
        f" agree with a record of the education lists in {rest[0]}, {rest[1]} and {rest[2]}, and of these only {share:.0%} in"
        f" {_NAMES[field]} too, where at least {floor:.0%} were expected",
        f"{_REMEDIES[field]} If they are right there, look at the same column of the authority's roll.",
    )


def _too_few_found(
    con: duckdb.DuckDBPyConnection, cycle: Cycle, report: FileReport, counts: Counts, floor: float
) -> list[FileIssue]:
    """A doubt, unless the children whom education knows in the authority are in the file.

    Where most children go to schools that sent no list, few are found in the lists though the file is right; but
    those who are on the lists are then in the file.
    """
    la = report.supplier_la_code
    back = overlap_sql.lists_in_nhs(
        con, cycle=cycle.cycle, file=report.source_file, la_code=la, sample=expectation().sample
    )
    if back.looked_at < expectation().fewest_records or back.found_share >= floor:
        return []
    known = overlap_sql.known_alone(con, source_file=report.source_file)
    taken_alone = ", ".join(f"{known[f]:.0%} for {_NAMES[f]}" for f in FIELDS)
    return [
        FileIssue(
            CHILDREN_NOT_FOUND,
            f"of {counts.looked_at} records looked at, {counts.found_share:.0%} agree with a record of the education lists in three of surname,"
            f" first forename, date of birth and postcode, and of {back.looked_at} children on those lists who live in {shown_authority(la)}"
            f" {back.found_share:.0%} are found in the file, where at least {floor:.0%} were expected (each field taken alone occurs"
            f" in the lists: {taken_alone})",
            "Ask the supplier whether each column stands below its heading and each value in its own row, and whether these are the"
            " children of this authority; look at the authority's roll too.",
        )
    ]


def _usual(shares: Sequence[float | None]) -> float | None:
    """The median of the other files, where there are enough of them."""
    there = [s for s in shares if s is not None]
    return median(there) if len(there) >= expectation().fewest_others else None


def _rolls_received(con: duckdb.DuckDBPyConnection, cycle: Cycle, limits: Expectation) -> set[str]:
    """Authorities whose own roll came with enough pupils; without it few children of the file could be found."""
    rows = con.execute(
        "select supplier_la_code from raw.plasc where cycle = ? group by all having count(*) >= ?",
        [cycle.cycle, limits.fewest_records],
    ).fetchall()
    return {la for (la,) in rows}


def _found_before(con: duckdb.DuckDBPyConnection, cycle: Cycle) -> dict[str, float]:
    """For each authority the share found in its file of the last cycle before this one that has a figure."""
    return dict(
        con.execute(
            "select f.supplier_la_code, arg_max(f.share_found, (c.reference_date, f.cycle)) from raw.files f join raw.cycles c on c.cycle = f.cycle"
            " where f.source = 'nhs' and f.status = ? and f.share_found is not null and f.cycle <> ? and c.reference_date < ? group by all",
            [LOADED, cycle.cycle, cycle.reference_date],
        ).fetchall()
    )
