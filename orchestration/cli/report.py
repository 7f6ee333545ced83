"""The report that a run prints, as plain text.

Put here how results look in a terminal. Keep out how they are calculated: Tables 5.1 and 6.1 are read from the
published set, so that what is printed is what evaluators see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from orchestration.domain.authorities import la_names
from orchestration.incremental.ledger import read_records
from orchestration.incremental.step_inputs import WARNINGS
from orchestration.paths import Folders
from orchestration.publishing.published_set import DATABASE_NAME
from orchestration.storage.warehouse import connect

MAX_LINES_LISTED = 12
"""Lines of a list, so that the report fits a screen."""

RECORDS_MATCHED = """
    select
        la_code,
        case source when 'nhs' then 'NHS' when 'independent_school' then 'Independent schools' else 'Total' end
            as source_name,
        received, in_scope, perfect, partial, pending_review, unmatched,
        100.0 * (perfect + partial) / nullif(in_scope, 0) as matched_percent
    from marts.records_matched
    where cycle = ? and (la_code = 'total' or (source = 'nhs' and in_scope > 0))
    order by
        la_code = 'total', la_code,
        case source when 'nhs' then 1 when 'independent_school' then 2 else 3 end
"""

INDEPENDENT_NOTE = (
    "A pupil of an independent school is matched to other sources only. One who is not in them is at that\n"
    "school all the same, and never a potential case."
)

BEFORE_AND_AFTER = """
    select la_code, known_before, closed, opened_by_exercise, opened_otherwise, transferred_in,
        transferred_out, known_after, potential_identified, confirmed_new
    from marts.cme_before_after
    where cycle = ?
    order by la_code = 'total', la_code
"""

WITHOUT_NHS_LIST = """
    select la_code, replace(status, '_', ' ')
    from marts.returns_coverage
    where cycle = ? and source = 'nhs' and status in ('held', 'not_received')
    order by la_code
"""


FILES_NOT_LOADED = """
    select status, source_file, coalesce(detail, '') from raw.files
    where cycle = ? and status not in ('loaded', 'superseded')
    order by status, source, source_file, detail
"""

MATCHED_HEADINGS = (
    "Local authority",
    "Source",
    "Received",
    "In scope",
    "Perfect",
    "Partial",
    "To review",
    "Unmatched",
    "Matched %",
)
BEFORE_AND_AFTER_HEADINGS = (
    "Local authority",
    "Before",
    "Closed",
    "Opened by exercise",
    "Opened otherwise",
    "In",
    "Out",
    "After",
    "Potential new",
    "Confirmed new",
)


def run_report(folders: Folders, cycle: str, *, stage_seconds: Mapping[str, float], total_seconds: float) -> str:
    """What ``cme run`` prints: the evaluation, times, warnings, files that were not loaded, and where to look next.

    Args:
        stage_seconds: seconds by stage of this run; empty where every step was up to date.
        total_seconds: seconds of the whole command.
    """
    with connect(folders.warehouse, read_only=True) as con:
        records = read_records(con, cycle)
        not_loaded = con.execute(FILES_NOT_LOADED, [cycle]).fetchall()
    warnings = [
        line
        for step, record in sorted(records.items())
        if step.endswith(WARNINGS)
        for line in record.warning.splitlines()
    ]
    sections = [
        evaluation_tables(folders.published, cycle, la_names()),
        stage_times(stage_seconds, total_seconds),
        gate_warnings(warnings),
        files_not_loaded(not_loaded),
        where_to_look(folders, cycle),
    ]
    return "\n\n".join(section for section in sections if section)


def evaluation_tables(published: Path, cycle: str, names: Mapping[str, str]) -> str:
    """Tables 5.1 and 6.1 of the evaluation for one cycle.

    Args:
        published: the published folder.
        names: name of each local authority by its code.
    """
    with duckdb.connect(str(published / DATABASE_NAME), read_only=True) as con:
        matched = con.execute(RECORDS_MATCHED, [cycle]).fetchall()
        before_after = con.execute(BEFORE_AND_AFTER, [cycle]).fetchall()
        without_nhs = con.execute(WITHOUT_NHS_LIST, [cycle]).fetchall()

    def named(rows: list[tuple]) -> list[list]:
        return [["All authorities" if la == "total" else names.get(la, la), *rest] for la, *rest in rows]

    return (
        f"Records received and matched, {cycle} (Table 5.1)\n{text_table(MATCHED_HEADINGS, named(matched))}\n"
        f"{INDEPENDENT_NOTE}\n\n"
        f"Children missing education before and after, {cycle} (Table 6.1)\n"
        f"{text_table(BEFORE_AND_AFTER_HEADINGS, named(before_after))}{nhs_lists_not_counted(named(without_nhs))}"
    )


def nhs_lists_not_counted(without: Sequence[Sequence[str]]) -> str:
    """A note below a table on authorities whose NHS list did not count, each with the reason; empty for none."""
    if not without:
        return ""
    named = ", ".join(f"{la} ({reason})" for la, reason in without)
    return (
        f"\nThe NHS list did not count for {named}: no child was looked for from it, so their figures\n"
        "hold only what the authority's own records say."
    )


def stage_times(stage_seconds: Mapping[str, float], total_seconds: float) -> str:
    """Seconds by stage, as a table; empty where no stage was run."""
    if not stage_seconds:
        return ""
    other = max(total_seconds - sum(stage_seconds.values()), 0.0)
    rows = [*stage_seconds.items(), ("start and bookkeeping", other), ("all", total_seconds)]
    return "Time by stage\n" + text_table(["Stage", "Seconds"], rows)


def gate_warnings(warnings: list[str]) -> str:
    """The rules that warned, each with its figure, the files below the threshold, and what to do."""
    if not warnings:
        return "No warnings from the quality gates."
    return "\n".join([f"Warnings of the gates: {len(warnings)} (all are in the Data Docs)", *_listed(warnings)])


def files_not_loaded(files: list[tuple[str, str, str]]) -> str:
    """Files expected and not received, and files that could not be used, with what to do.

    ``files`` are status, file and detail; a detail that already begins with the file's name is shown alone.
    """
    if not files:
        return "Every expected file was received and loaded."
    lines = [
        f"{status.replace('_', ' ')}: {detail if detail.startswith(file) else f'{file}  {detail}'.rstrip()}"
        for status, file, detail in files
    ]
    return "\n".join([f"Files not loaded: {len(files)} (all are in raw/files in Dagster)", *_listed(lines)])


def _listed(lines: list[str]) -> list[str]:
    more = len(lines) - MAX_LINES_LISTED
    return [f"  {line}" for line in lines[:MAX_LINES_LISTED]] + ([f"  and {more} more"] if more > 0 else [])


def where_to_look(folders: Folders, cycle: str) -> str:
    """The places of a run's results."""
    return "\n".join(
        [
            "Where to look next",
            "  Dagster's pages    make ui   (or: cme ui)",
            f"  marts              {folders.published / DATABASE_NAME}, schema marts",
            f"  Data Docs          {folders.quality}/index.html",
            f"  linkage quality    {folders.state}/evaluation/{cycle}/index.html",
            f"  for suppliers      {folders.returns}/{cycle} (rows to correct, receipts)",
            f"  who has answered   {folders.returns}/{cycle}/board.html",
            f"  for officers       {folders.work_lists}/{cycle} (names and addresses: keep them safe)",
            "  dbt docs           make docs",
        ]
    )


def text_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of aligned columns; numbers to the right with thousands separated, a dash for a missing value."""

    def cell(value: object) -> str:
        if value is None:
            return "-"
        if isinstance(value, float):
            return f"{value:.1f}"
        return f"{value:,}" if isinstance(value, int) else str(value)

    cells = [[cell(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in [headings, *cells]) for i in range(len(headings))]
    to_right = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(headings))]

    def line(values: Sequence[str]) -> str:
        return "  ".join(
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(values, widths, to_right, strict=True)
        ).rstrip()

    return "\n".join([line(headings), line(["-" * w for w in widths]), *map(line, cells)])
