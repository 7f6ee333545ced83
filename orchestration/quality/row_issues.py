"""Which rules each received row meets, from the staging tables of the current cycle.

The rules are data (``landing/contract/row_rules.toml``); here is what they may ask of a row, and the one query that asks.
Keep out the writing of lists and receipts. Nothing here hands on a value of a row: only files, row numbers, codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.errors import BadInput
from orchestration.landing.contract.rules import REJECT, row_rules
from orchestration.landing.files import school_of

DATE_COLUMNS = {"independent_schools": "dob", "nhs": "date_of_birth"}
"""The sources whose senders are answered, each with the raw column of the date of birth."""

MONTH_FIRST_SHARE = 0.10
"""A file of which more of the dates than this can only be month/day/year is thought to write them so; slips of
the pen that make a month of 13 or more are far rarer."""


@dataclass(frozen=True)
class RowIssue:
    """One rule that one row meets."""

    source_file: str
    source_row: int
    code: str


@dataclass(frozen=True)
class Return:
    """One file that came: who sent it, what became of it, and how many of its rows are sound."""

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
        return len({f.source_row for f in self.issues})

    @property
    def rows_usable(self) -> int:
        unusable = {f.source_row for f in self.issues if row_rules()[f.code].level == REJECT}
        return self.rows_received - len(unusable)


# Times are kept in UTC; in summer the last hour of a UTC day is the next day in Wales.
_DAY_IN_WALES = "timezone('Europe/London', timezone('UTC', f.received_at))::date"

# What a rule's "when" may name: the columns of the last SELECT but source_file and source_row.
_EXAMINED = r"""
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
        select *, try_cast(numbers['one'] as integer) as first_number, try_cast(numbers['two'] as integer) as second_number
        from joined
    )
    select
        * exclude (numbers, first_number, second_number),
        coalesce(first_number <= 12 and second_number <= 12 and first_number <> second_number, false) as could_be_month_first,
        coalesce(
            count(*) filter (first_number <= 12 and second_number > 12) over (partition by source_file)
            > {share} * count(first_number) over (partition by source_file),
            false
        ) as file_writes_month_first
    from numbered
"""


def find_row_issues(con: duckdb.DuckDBPyConnection, source: str) -> list[RowIssue]:
    """Every rule that a staged row of the source meets, by file, row and the order of the rules."""
    cases = ", ".join(f"case when ({rule.when}) then '{code}' end" for code, rule in row_rules().items())
    examined = _EXAMINED.format(source=source, date=DATE_COLUMNS[source], share=MONTH_FIRST_SHARE)
    met = con.execute(
        f"with examined as ({examined}), met as (select source_file, source_row, [{cases}] as codes from examined)"
        " select source_file, source_row, unnest(list_filter(codes, lambda c: c is not null))"
        " from met order by source_file, source_row"
    ).fetchall()
    order = list(row_rules())
    issues = [RowIssue(*m) for m in met]
    return sorted(issues, key=lambda f: (f.source_file, f.source_row, order.index(f.code)))


def returns_received(con: duckdb.DuckDBPyConnection, *, cycle: str) -> list[Return]:
    """Every file of the answered sources that came for the cycle, with the faults of its rows.

    Raises ``BadInput`` where the staging tables hold another cycle, since they hold one only.
    """
    current = con.execute("select cycle from raw.cycles where is_current").fetchall()
    if current != [(cycle,)]:
        shown = current[0][0] if current else "none"
        raise BadInput(
            f"Queries can be written for the cycle worked on ({shown}), and {cycle} was asked for. Run it first: cme run {cycle}."
        )
    staged = {
        name
        for (name,) in con.execute(
            "select table_name from information_schema.tables where table_schema = 'staging'"
        ).fetchall()
    }
    found: list[Return] = []
    for source in DATE_COLUMNS:
        by_file: dict[str, list[RowIssue]] = {}
        for issue in find_row_issues(con, source) if f"stg_{source}" in staged else []:
            by_file.setdefault(issue.source_file, []).append(issue)
        deadline = f"deadline_{source}"
        lines = con.execute(
            "select f.source_file, f.supplier_la_code, f.school_key, f.status, f.reason_code, f.rows_received,"
            f" strftime({_DAY_IN_WALES}, '%d/%m/%Y'), {_DAY_IN_WALES} > c.{deadline}"
            " from raw.files f join raw.cycles c on c.cycle = f.cycle"
            " where f.cycle = ? and f.source = ? and f.status <> 'not_received' order by f.source_file",
            [cycle, source],
        ).fetchall()
        found += [
            Return(
                source,
                file,
                school or la or school_of(file.rsplit("/", 1)[-1].rsplit(".", 1)[0]),
                status,
                reason,
                received,
                late,
                rows or 0,
                tuple(by_file.get(file, ())),
            )
            for file, la, school, status, reason, rows, received, late in lines
        ]
    return found
