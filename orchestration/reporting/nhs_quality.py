"""A page for the keeper of the NHS list: what to mend first, where, and whether it gets better.

Put here which figures of the data-quality marts are shown, in which order. Keep out what counts as a fault
(the marts) and the words (``nhs_quality_words``). Counts and shares only; rows to mend are in the query lists.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.paths import DBT_PROJECT_DIR
from orchestration.reporting import nhs_quality_words as words
from orchestration.reporting.html import Lines, Value, document, html_table, la_names, share

PAGE_NAME = "nhs_data_quality.html"
CYCLES_SHOWN = 6
FEEDBACK_CODES = DBT_PROJECT_DIR / "seeds" / "nhs_feedback_codes.csv"

_CYCLES = """
    select cycle from raw.cycles where reference_date <= (select reference_date from raw.cycles where cycle = $cycle)
    order by reference_date desc, cycle limit $shown
"""
_FAULTS = "select cycle, la_code, feedback_code, records, share, not_placed from marts.nhs_feedback_summary"
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
    page.write_text(_build(con, cycle), encoding="utf-8")
    return page


def headline(con: duckdb.DuckDBPyConnection, *, cycle: str) -> dict[str, int]:
    """Records with each fault in all extracts together, by the fault's code."""
    return {row["feedback_code"]: row["records"] for row in _rows(con, _FAULTS, [cycle]) if row["la_code"] == "total"}


def _build(con: duckdb.DuckDBPyConnection, cycle: str) -> str:
    cycles = [name for (name,) in con.execute(_CYCLES, {"cycle": cycle, "shown": CYCLES_SHOWN}).fetchall()]
    issues, fields, forms, differences = (_rows(con, sql, cycles) for sql in (_FAULTS, _FIELDS, _FORMS, _DIFFERENCES))
    now = {
        name: [row for row in rows if row["cycle"] == cycle]
        for name, rows in (("faults", issues), ("fields", fields), ("forms", forms), ("differences", differences))
    }
    title = words.TITLE.format(cycle=cycle)
    if not now["faults"]:
        return document(title, [_note(words.NO_EXTRACT)], language="cy", wide=True)
    parts = [
        _heading(words.MEND_FIRST),
        _note(words.MEND_FIRST_NOTE),
        html_table(_mend_first(now["faults"])),
        _heading(words.COMPLETE),
        _note(words.COMPLETE_NOTE),
        html_table(_completeness(now["fields"])),
        _folded(words.BY_LA, _matrix(now["fields"], "field", "valid_share", words.FIELDS)),
        _heading(words.FORMS),
        _note(words.FORMS_NOTE),
        html_table(_date_forms(now["forms"])),
        _heading(words.DIFFER),
        _note(words.DIFFER_NOTE),
        html_table(_differences(now["differences"])),
        _folded(
            words.DIFFERENCES["agree"],
            _matrix([row for row in now["differences"] if row["kind"] == "agree"], "field", "share", words.FIELDS),
        ),
        _heading(words.CYCLES),
    ]
    if len({row["cycle"] for row in issues}) < 2:
        parts.append(_note(words.FIRST_CYCLE))
    else:
        problems = {code: (row["problem_cy"], row["problem_en"]) for code, row in _codes().items()}
        parts += [
            _note(words.FAULTY_SHARE),
            html_table(_over_cycles(issues, cycles, "feedback_code", "share", problems)),
            _note(words.USABLE_SHARE),
            html_table(_over_cycles(fields, cycles, "field", "valid_share", words.FIELDS)),
        ]
    return document(title, parts, language="cy", wide=True)


def _rows(con: duckdb.DuckDBPyConnection, sql: str, cycles: Sequence[str]) -> list[dict[str, Any]]:
    return (
        con.sql(f"with found as ({sql}) from found where list_contains(?, cycle)", params=[list(cycles)])
        .to_arrow_table()
        .to_pylist()
    )


@cache
def _codes() -> dict[str, dict[str, str]]:
    """Every fault of the seed by its code."""
    with FEEDBACK_CODES.open(encoding="utf-8", newline="") as handle:
        return {row["feedback_code"]: row for row in csv.DictReader(handle)}


def _both(said: Sequence[str]) -> Lines:
    return Lines(said[:1] if said[0] == said[1] else said)


def _heading(said: tuple[str, str]) -> str:
    return f"<h2>{said[0]} / {said[1]}</h2>"


def _note(said: tuple[str, str]) -> str:
    return f"<p>{said[0]}<br><span lang=en>{said[1]}</span></p>"


def _folded(said: tuple[str, str], table: str) -> str:
    return f"<details open><summary>{said[0]} / {said[1]}</summary>{table}</details>"


def _la(code: str) -> str:
    return words.ALL_LAS if code == "total" else la_names().get(code, code)


def _worst(rows: Iterable[dict], name: str, *, low: bool) -> str:
    """The authority that stands worst, with its share; none where all stand the same."""
    rows = [row for row in rows if row["la_code"] != "total"]
    if len({row[name] for row in rows}) < 2:
        return ""
    worst = min(rows, key=lambda row: (row[name] if low else -row[name], row["la_code"]))
    return f"{_la(worst['la_code'])}: {share(worst[name])}"


def _mend_first(rows: list[dict]) -> Iterable[dict[str, Value]]:
    total = [row for row in rows if row["la_code"] == "total" and row["records"]]
    total.sort(
        key=lambda row: (-(row["not_placed"] or 0), -row["records"], int(_codes()[row["feedback_code"]]["sequence"]))
    )
    for place, row in enumerate(total, start=1):
        code = _codes()[row["feedback_code"]]
        yield {
            "": place,
            "Diffyg / Fault": Lines((code["problem_cy"], code["problem_en"])),
            "Beth i'w wneud / What to do": Lines((code["action_cy"], code["action_en"])),
            "Cofnodion / Records": row["records"],
            "Cyfran / Share": share(row["share"]),
            "Heb eu canfod / Not found": row["not_placed"],
            "Fwyaf yn / Most in": _worst(
                (r for r in rows if r["feedback_code"] == row["feedback_code"]), "share", low=False
            ),
        }


def _completeness(rows: list[dict]) -> Iterable[dict[str, Value]]:
    total = {row["field"]: row for row in rows if row["la_code"] == "total"}
    for field in sorted(total, key=lambda field: (total[field]["valid_share"], list(words.FIELDS).index(field))):
        row = total[field]
        # of a postcode on the list, only whether it is there is a question
        is_given = field != "postcode_on_list"
        yield {
            "Maes / Field": _both(words.FIELDS[field]),
            "Derbyniwyd / Received": row["received"],
            "Rhoddwyd / Given": share(row["given_share"]) if is_given else "",
            "Ar goll / Missing": row["received"] - row["given"] if is_given else None,
            "Defnyddiadwy / Usable": share(row["valid_share"]),
            "Annefnyddiadwy / Not usable": row["given"] - row["valid"],
            "Isaf / Lowest": _worst((r for r in rows if r["field"] == field), "valid_share", low=True),
        }


def _date_forms(rows: list[dict]) -> Iterable[dict[str, Value]]:
    by_la: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        by_la[row["la_code"]].append(row)
    for la in sorted(by_la, key=lambda la: (la == "total", -len(by_la[la]), _la(la))):
        main, *others = by_la[la]
        yield {
            "Awdurdod / Authority": _la(la),
            "Ffurfiau / Forms": len(by_la[la]),
            "Prif ffurf / Main form": _both(words.DATE_FORMS[main["date_form"]]),
            "Cyfran / Share": share(main["share"]),
            "Ffurfiau eraill / Other forms": Lines(
                [
                    f"{' / '.join(dict.fromkeys(words.DATE_FORMS[row['date_form']]))}: {row['records']:,}"
                    for row in others
                ]
            ),
        }


def _differences(rows: list[dict]) -> Iterable[dict[str, Value]]:
    """What differs, most first; what education does not hold is not for the NHS to mend."""
    for row in rows:
        if row["la_code"] == "total" and row["kind"] not in ("agree", "missing_education", "missing_both"):
            same = (r for r in rows if r["field"] == row["field"] and r["kind"] == row["kind"])
            yield {
                "Maes / Field": _both(words.FIELDS[row["field"]]),
                "Gwahaniaeth / Difference": _both(words.DIFFERENCES[row["kind"]]),
                "Parau / Pairs": row["pairs"],
                "Cyfran / Share": share(row["share"]),
                "Fwyaf yn / Most in": _worst(same, "share", low=False),
            }


def _matrix(rows: list[dict], across: str, value: str, names: dict[str, tuple[str, str]]) -> str:
    """One line an authority, one column a field."""
    cells = {(row["la_code"], row[across]): row[value] for row in rows}
    las = sorted({la for la, _ in cells}, key=lambda la: (la == "total", _la(la)))
    columns = [name for name in names if any((la, name) in cells for la in las)]
    return html_table(
        {"Awdurdod / Authority": _la(la)} | {" / ".join(names[c]): share(cells.get((la, c))) for c in columns}
        for la in las
    )


def _over_cycles(
    rows: list[dict], cycles: list[str], down: str, value: str, names: dict[str, tuple[str, str]]
) -> Iterable[dict[str, Value]]:
    """One line a fault or field, one column a cycle, the oldest first."""
    cells = {(row[down], row["cycle"]): row[value] for row in rows if row["la_code"] == "total"}
    for name in (name for name in names if any((name, cycle) in cells for cycle in cycles)):
        yield {"": _both(names[name])} | {cycle: share(cells.get((name, cycle))) for cycle in reversed(cycles)}
