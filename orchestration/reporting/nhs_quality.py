"""A page for whoever maintains the NHS list: what to fix first, where, and whether it gets better.

Put here which figures of the data-quality marts are shown, in which order. Keep out what counts as an issue (the
marts), what a code is called (``nhs_quality_words``) and the text of the page (``templates/nhs_data_quality.html.j2``).
Counts and shares only; the rows to fix are in the query lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.domain.authorities import la_names
from orchestration.domain.dbt_macros import seed_rows
from orchestration.reporting import nhs_quality_words as words
from orchestration.reporting.html import Bilingual, Lines, Row, render, share

PAGE_NAME = "nhs_data_quality.html"
CYCLES_SHOWN = 6

# headings that several tables share
AUTHORITY, FIELD = Bilingual("Awdurdod", "Authority"), Bilingual("Maes", "Field")
ISSUE, SHARE = Bilingual("Diffyg", "Issue"), Bilingual("Cyfran", "Share")
MOST_IN = Bilingual("Fwyaf yn", "Most in")

_CYCLES = """
    select cycle from raw.cycles where reference_date <= (select reference_date from raw.cycles where cycle = $cycle)
    order by reference_date desc, cycle limit $shown
"""
_ISSUES = "select cycle, la_code, feedback_code, records, share, not_placed from marts.nhs_feedback_summary"
_FIELDS = """
    select cycle, supplier_code as la_code, field, received, given, valid, given_share, valid_share
    from marts.dq_completeness where source = 'nhs'
"""
_FORMS = """
    select cycle, supplier_code as la_code, date_form, sum(records)::bigint as records, sum(share) as share
    from marts.dq_formats where source = 'nhs' group by all order by records desc, date_form
"""
_DIFFERENCES = """
    select cycle, la_code, field, kind, pairs, pairs_compared, share
    from marts.dq_field_disagreement order by pairs desc, kind
"""


def write_nhs_quality(con: duckdb.DuckDBPyConnection, out_dir: Path, *, cycle: str) -> Path:
    """Write ``<out_dir>/<cycle>/nhs_data_quality.html`` from the marts; returns its path."""
    page = Path(out_dir) / cycle / PAGE_NAME
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_page(con, cycle), encoding="utf-8")
    return page


def headline(con: duckdb.DuckDBPyConnection, *, cycle: str) -> dict[str, int]:
    """Records with each issue in all extracts together, by the code of the issue."""
    return {row["feedback_code"]: row["records"] for row in _rows(con, _ISSUES, [cycle]) if row["la_code"] == "total"}


def _page(con: duckdb.DuckDBPyConnection, cycle: str) -> str:
    cycles = [name for (name,) in con.execute(_CYCLES, {"cycle": cycle, "shown": CYCLES_SHOWN}).fetchall()]
    issues, fields, forms, differences = (_rows(con, sql, cycles) for sql in (_ISSUES, _FIELDS, _FORMS, _DIFFERENCES))

    def now(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in rows if row["cycle"] == cycle]

    agreeing = [row for row in now(differences) if row["kind"] == "agree"]
    problems = {code: Bilingual(row["problem_cy"], row["problem_en"]) for code, row in _codes().items()}
    return render(
        "nhs_data_quality.html.j2",
        cycle=cycle,
        has_extract=bool(now(issues)),
        is_first_cycle=len({row["cycle"] for row in issues}) < 2,
        none_found=words.NONE_FOUND,
        fix_first=_fix_first(now(issues)),
        completeness=_completeness(now(fields)),
        usable_by_la=_matrix(now(fields), "field", "valid_share", words.FIELDS),
        date_forms=_date_forms(now(forms)),
        differences=_differences(now(differences)),
        agreement_by_la=_matrix(agreeing, "field", "share", words.FIELDS),
        issues_over_cycles=_over_cycles(issues, cycles, "feedback_code", "share", ISSUE, problems),
        fields_over_cycles=_over_cycles(fields, cycles, "field", "valid_share", FIELD, words.FIELDS),
    )


def _rows(con: duckdb.DuckDBPyConnection, sql: str, cycles: Sequence[str]) -> list[dict[str, Any]]:
    return (
        con.sql(f"with found as ({sql}) from found where list_contains(?, cycle)", params=[list(cycles)])
        .to_arrow_table()
        .to_pylist()
    )


@cache
def _codes() -> dict[str, dict[str, str]]:
    """Every issue of the seed by its code."""
    return {row["feedback_code"]: row for row in seed_rows("nhs_feedback_codes")}


def _la(code: str) -> str | Bilingual:
    return words.ALL_LAS if code == "total" else la_names().get(code, code)


def _in_order(la_code: str) -> tuple[bool, str]:
    """Authorities by name, all of them together last."""
    return la_code == "total", la_names().get(la_code, la_code)


def _worst(rows: Iterable[dict], name: str, *, low: bool) -> str:
    """The authority with the worst share, and the share; empty where all have the same."""
    rows = [row for row in rows if row["la_code"] != "total"]
    if len({row[name] for row in rows}) < 2:
        return ""
    worst = min(rows, key=lambda row: (row[name] if low else -row[name], row["la_code"]))
    return f"{_la(worst['la_code'])}: {share(worst[name])}"


def _fix_first(rows: list[dict]) -> Iterator[Row]:
    """Issues in the order in which fixing them does most good."""
    total = [row for row in rows if row["la_code"] == "total" and row["records"]]
    total.sort(
        key=lambda row: (-(row["not_placed"] or 0), -row["records"], int(_codes()[row["feedback_code"]]["sequence"]))
    )
    for place, row in enumerate(total, start=1):
        code = _codes()[row["feedback_code"]]
        same = (r for r in rows if r["feedback_code"] == row["feedback_code"])
        yield {
            Bilingual("Trefn", "Order"): place,
            ISSUE: Bilingual(code["problem_cy"], code["problem_en"]),
            Bilingual("Beth i'w wneud", "What to do"): Bilingual(code["action_cy"], code["action_en"]),
            Bilingual("Cofnodion", "Records"): row["records"],
            SHARE: share(row["share"]),
            Bilingual("Heb eu canfod", "Not found"): row["not_placed"],
            MOST_IN: _worst(same, "share", low=False),
        }


def _completeness(rows: list[dict]) -> Iterator[Row]:
    """How much of each field is given and usable, the least usable first."""
    total = {row["field"]: row for row in rows if row["la_code"] == "total"}
    for field in sorted(total, key=lambda field: (total[field]["valid_share"], list(words.FIELDS).index(field))):
        row = total[field]
        # a postcode on the list is given wherever a postcode is, so that only its being usable is a question
        is_given = field != "postcode_on_list"
        yield {
            FIELD: words.FIELDS[field],
            Bilingual("Derbyniwyd", "Received"): row["received"],
            Bilingual("Rhoddwyd", "Given"): share(row["given_share"]) if is_given else "",
            Bilingual("Ar goll", "Missing"): row["received"] - row["given"] if is_given else None,
            Bilingual("Defnyddiadwy", "Usable"): share(row["valid_share"]),
            Bilingual("Annefnyddiadwy", "Not usable"): row["given"] - row["valid"],
            Bilingual("Isaf", "Lowest"): _worst((r for r in rows if r["field"] == field), "valid_share", low=True),
        }


def _date_forms(rows: list[dict]) -> Iterator[Row]:
    """The formats of date that each authority's extract mixes, most formats first."""
    by_la: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        by_la[row["la_code"]].append(row)
    for la in sorted(by_la, key=lambda la: (la == "total", -len(by_la[la]), _in_order(la))):
        main, *others = by_la[la]
        yield {
            AUTHORITY: _la(la),
            Bilingual("Ffurfiau", "Formats"): len(by_la[la]),
            Bilingual("Prif ffurf", "Main format"): words.DATE_FORMS[main["date_form"]],
            SHARE: share(main["share"]),
            Bilingual("Ffurfiau eraill", "Other formats"): Lines(
                [
                    f"{' / '.join(dict.fromkeys(words.DATE_FORMS[row['date_form']]))}: {row['records']:,}"
                    for row in others
                ]
            ),
        }


def _differences(rows: list[dict]) -> Iterator[Row]:
    """What differs, most first; what education does not hold is not for the NHS to fix."""
    for row in rows:
        if row["la_code"] == "total" and row["kind"] not in ("agree", "missing_education", "missing_both"):
            same = (r for r in rows if r["field"] == row["field"] and r["kind"] == row["kind"])
            yield {
                FIELD: words.FIELDS[row["field"]],
                Bilingual("Gwahaniaeth", "Difference"): words.DIFFERENCES[row["kind"]],
                Bilingual("Parau", "Pairs"): row["pairs"],
                SHARE: share(row["share"]),
                MOST_IN: _worst(same, "share", low=False),
            }


def _matrix(rows: list[dict], across: str, value: str, names: Mapping[str, Bilingual]) -> Iterator[Row]:
    """One line for each authority, one column for each field."""
    cells = {(row["la_code"], row[across]): row[value] for row in rows}
    las = sorted({la for la, _ in cells}, key=_in_order)
    columns = [name for name in names if any((la, name) in cells for la in las)]
    for la in las:
        yield {AUTHORITY: _la(la)} | {names[c]: share(cells.get((la, c))) for c in columns}


def _over_cycles(
    rows: list[dict], cycles: list[str], down: str, value: str, heading: Bilingual, names: Mapping[str, Bilingual]
) -> Iterator[Row]:
    """One line for each issue or field, one column for each cycle, the oldest first."""
    cells = {(row[down], row["cycle"]): row[value] for row in rows if row["la_code"] == "total"}
    for name in (name for name in names if any((name, cycle) in cells for cycle in cycles)):
        yield {heading: names[name]} | {cycle: share(cells.get((name, cycle))) for cycle in reversed(cycles)}
