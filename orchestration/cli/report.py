"""The tables that a run prints: records matched, and CME before and after, as plain text.

Put here how figures look in a terminal. Keep out how they are worked out: they are read from the
published set, so that what is printed is what evaluators see.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.publishing.published_set import DATABASE_NAME

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


def run_summary(published: Path, *, cycle: str, la_names: dict[str, str]) -> str:
    """Tables 5.1 and 6.1 of the evaluation for one cycle.

    Args:
        published: the published folder.
        la_names: name of each local authority by its code.
    """
    with duckdb.connect(str(published / DATABASE_NAME), read_only=True) as con:
        matched = con.execute(RECORDS_MATCHED, [cycle]).fetchall()
        before_after = con.execute(BEFORE_AND_AFTER, [cycle]).fetchall()
        without = con.execute(WITHOUT_NHS_LIST, [cycle]).fetchall()

    def name(code: str) -> str:
        return "All authorities" if code == "total" else la_names.get(code, code)

    return "\n\n".join(
        [
            f"Records received and matched, {cycle} (Table 5.1)\n"
            + text_table(
                [
                    "Local authority",
                    "Source",
                    "Received",
                    "In scope",
                    "Perfect",
                    "Partial",
                    "To review",
                    "Unmatched",
                    "Matched %",
                ],
                [[name(row[0]), *row[1:]] for row in matched],
            )
            + f"\n{INDEPENDENT_NOTE}",
            f"Children missing education before and after, {cycle} (Table 6.1)\n"
            + text_table(
                [
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
                ],
                [[name(row[0]), *row[1:]] for row in before_after],
            )
            + nhs_lists_not_counted([(name(la), why) for la, why in without]),
        ]
    )


def nhs_lists_not_counted(without: list[tuple[str, str]]) -> str:
    """What to know of authorities whose NHS list did not count (each with why), as lines to follow a table."""
    if not without:
        return ""
    named = ", ".join(f"{la} ({why})" for la, why in without)
    return (
        f"\nThe NHS list did not count for {named}: no child was looked for from it, so their figures\n"
        "hold only what the authority's own records say."
    )


def text_table(headings: list[str], rows: list[list[object]]) -> str:
    """A table of aligned columns; numbers to the right with thousands separated."""

    def cell(value: object) -> str:
        if value is None:
            return "-"
        if isinstance(value, float):
            return f"{value:.1f}"
        return f"{value:,}" if isinstance(value, int) else str(value)

    cells = [[cell(value) for value in row] for row in rows]
    widths = [max(len(line[i]) for line in [headings, *cells]) for i in range(len(headings))]
    to_right = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(headings))]

    def line(values: list[str]) -> str:
        return "  ".join(
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(values, widths, to_right, strict=True)
        ).rstrip()

    return "\n".join([line(headings), line(["-" * w for w in widths]), *map(line, cells)])
