"""Which received rows have issues, from the staging tables of the current cycle.

The rules are data (``landing/contract/row_rules.toml``); put here what they may ask of a row and the query that applies
them to each row. Keep out the writing of lists and receipts. Nothing here passes on a value of a row: only files, row
numbers and codes of rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.domain.dbt_macros import render_macro
from orchestration.errors import BadInput
from orchestration.landing.contract.rules import REJECT, row_rules
from orchestration.landing.files import school_of

DATE_COLUMNS = {"independent_schools": "dob", "nhs": "date_of_birth"}
"""The sources whose senders get an answer, each with the raw column of the date of birth."""

MONTH_FIRST_SHARE = 0.10
"""The share of dates that can only be month/day/year above which a file is taken to write all its dates so. Typing
errors that give a month of 13 or more are far rarer."""


@dataclass(frozen=True)
class RowIssue:
    """A rule that finds something wrong with a row; ``source_row`` counts the headings as row 1."""

    source_file: str
    source_row: int
    code: str


@dataclass(frozen=True)
class Return:
    """One file that came: who sent it, whether it was loaded and in time, and the issues of its rows.

    ``supplier`` is the code of an authority or the name of a school; ``received_on`` is the day in Wales, day first;
    ``is_late`` is None where no deadline is set.
    """

    source: str
    source_file: str
    supplier: str
    status: str
    reason_code: str | None
    received_on: str | None
    is_late: bool | None
    rows_received: int
    issues: tuple[RowIssue, ...]

    @property
    def rows_queried(self) -> int:
        """Rows with at least one issue."""
        return len({issue.source_row for issue in self.issues})

    @property
    def rows_usable(self) -> int:
        """Rows received without an issue that makes them unusable."""
        unusable = {issue.source_row for issue in self.issues if row_rules()[issue.code].level == REJECT}
        return self.rows_received - len(unusable)


# What the "when" of a rule may name: the columns of the last SELECT except source_file and source_row.
_CHECKED_ROWS = r"""
    with joined as (
        select
            staged.source_file, staged.source_row, staged.row_fault, staged.surname_key, staged.forename_key,
            staged.date_of_birth, staged.date_of_birth_fault, staged.postcode_fault, staged.upn_is_valid,
            -- whole years; NULL where there is no date
            date_sub('year', staged.date_of_birth, cycles.reference_date) as age_on_reference_date,
            regexp_extract(
                trim(received."{date}"), '^(\d{{1,2}})[ /.-]+(\d{{1,2}})[ /.-]+(?:\d{{4}}|\d{{2}})$', ['one', 'two']
            ) as numbers,
            case when staged.surname_key is not null and staged.forename_key is not null
                and staged.date_of_birth is not null and staged.postcode is not null
                then count(*) over (
                    partition by staged.source_file, staged.surname_key, staged.forename_key,
                        staged.date_of_birth, staged.postcode
                )
            end as copies_in_file
        from staging."stg_{source}" as staged
        join raw."{source}" as received using (cycle, source_file, source_row)
        join raw.cycles as cycles on cycles.cycle = staged.cycle
    ),
    numbered as (
        select
            *,
            try_cast(numbers['one'] as integer) as first_number,
            try_cast(numbers['two'] as integer) as second_number
        from joined
    )
    select
        * exclude (numbers, first_number, second_number),
        coalesce(first_number <= 12 and second_number <= 12 and first_number <> second_number, false)
            as could_be_month_first,
        coalesce(
            count(*) filter (first_number <= 12 and second_number > 12) over (partition by source_file)
            > {share} * count(first_number) over (partition by source_file),
            false
        ) as file_writes_month_first
    from numbered
"""


def find_row_issues(con: duckdb.DuckDBPyConnection, source: str) -> list[RowIssue]:
    """Every issue of the staged rows of the source, by file, row and the order of the rules."""
    cases = ", ".join(f"case when ({rule.when}) then '{code}' end" for code, rule in row_rules().items())
    rows = _CHECKED_ROWS.format(source=source, date=DATE_COLUMNS[source], share=MONTH_FIRST_SHARE)
    found = con.execute(
        f"with checked_rows as ({rows}),"
        f" met as (select source_file, source_row, [{cases}] as codes from checked_rows)"
        " select source_file, source_row, unnest(list_filter(codes, lambda code: code is not null)) from met"
    ).fetchall()
    order = list(row_rules())
    issues = [RowIssue(*line) for line in found]
    return sorted(issues, key=lambda issue: (issue.source_file, issue.source_row, order.index(issue.code)))


def returns_received(con: duckdb.DuckDBPyConnection, *, cycle: str) -> list[Return]:
    """Every file that came for the cycle from a sender who gets an answer, with the issues of its rows.

    Raises ``BadInput`` where the staging tables hold another cycle, since they hold one only.
    """
    current = con.execute("select cycle from raw.cycles where is_current").fetchall()
    if current != [(cycle,)]:
        shown = current[0][0] if current else "none"
        raise BadInput(
            f"Queries can be written for the cycle worked on ({shown}), and {cycle} was asked for."
            f" Run it first: cme run {cycle}."
        )
    return [received for source in DATE_COLUMNS for received in _returns_of(con, source, cycle)]


def _returns_of(con: duckdb.DuckDBPyConnection, source: str, cycle: str) -> list[Return]:
    """The files of one source by name; without its staging table they have no issues."""
    is_staged = con.execute(
        "select count(*) > 0 from information_schema.tables where table_schema = 'staging' and table_name = ?",
        [f"stg_{source}"],
    ).fetchone()[0]
    issues: dict[str, list[RowIssue]] = {}
    for issue in find_row_issues(con, source) if is_staged else []:
        issues.setdefault(issue.source_file, []).append(issue)
    day = render_macro("day_in_wales('files.received_at')")
    files = con.execute(
        "select files.source_file, files.supplier_la_code, files.school_key, files.status, files.reason_code,"
        f" files.rows_received, strftime({day}, '%d/%m/%Y'), {day} > cycles.deadline_{source}"
        " from raw.files as files join raw.cycles as cycles on cycles.cycle = files.cycle"
        " where files.cycle = ? and files.source = ? and files.status <> 'not_received' order by files.source_file",
        [cycle, source],
    ).fetchall()
    return [
        Return(
            source=source,
            source_file=file,
            supplier=school or la or school_of(file.rsplit("/", 1)[-1].rsplit(".", 1)[0]),
            status=status,
            reason_code=reason,
            received_on=received_on,
            is_late=is_late,
            rows_received=rows or 0,
            issues=tuple(issues.get(file, ())),
        )
        for file, la, school, status, reason, rows, received_on, is_late in files
    ]
