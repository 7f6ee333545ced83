"""The board of returns: for whoever chases them, who has answered, who has not, and what hangs on it.

Put here what the board says and in which order. Keep out who should answer and what counts as late (the mart
``returns_coverage``), how many children a silence may explain (``coverage_summary``), and what suppliers are
given to read (``query_list``, ``receipts``). Unlike those it is for the office, and in English. Counts only.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import duckdb

from orchestration.excel import query_lists
from orchestration.landing.contract.rules import file_rules
from orchestration.quality.row_issues import Return, returns_received
from orchestration.reporting import receipts
from orchestration.reporting.html import (
    BAD,
    DOUBTFUL,
    GOOD,
    Lines,
    Link,
    Verdict,
    document,
    html_table,
    la_names,
)

PAGE_NAME = "board.html"
SCHOOL, NEIGHBOUR, LOCAL, NHS = "independent_school", "neighbouring_authority", "local_authority", "nhs"
WIDTHS = (15, 15, 9, 11, 5, 6, 6, 6, 6, 21)
"""Of the columns of an authority's table, in per cent, so that one stands below the other."""

MISSING = ("not_received", "held")
STATUSES = {
    "received_on_time": Verdict("on time", GOOD),
    "received_late": Verdict("late", DOUBTFUL),
    "held": Verdict("held back", BAD),
    "not_received": Verdict("not received", BAD),
}
SOURCES = {
    "nhs": "NHS extract",
    "plasc": "school rolls",
    "ehe": "home education",
    "eotas": "EOTAS",
    "ooc": "out of county (OOC)",
    "cme_register": "CME register",
    "neighbouring": "pupils of a neighbour",
    "independent_schools": "independent school",
}
TO_ASK = {
    "nhs": "Ask the NHS for the extract: without it no child of this authority is looked for.",
    "plasc": "Ask the authority for its rolls: without them nobody can say that a child is on no roll.",
    "neighbouring": "Ask the neighbour for pupils on its rolls who live in an authority that takes part.",
    "independent_schools": "Ask the school for its return, on the form: cme template --school {code}.",
}
ASK_FOR_LIST = "Ask the authority for the list; if it keeps none, let it say so."

NOTES = """<p><b>Potential CME</b>: children newly found who may be missing education. <b>Unexplained</b>: children without
an acceptable match, or who left a roll for nowhere, whether or not the authority knows them. Of these the next
columns count who <b>could be</b> in a return that has not come or is held: at an independent school of the authority,
on the roll of a neighbour near the home, or, where the authority's own rolls are missing, all. They are upper bounds,
and one child can be in several; <b>in any</b> counts each child once. <b>Expected there</b>: how many of them the silent
schools are likely to have, by their last return or the usual size of one.</p>"""
TO_CHASE_NOTE = """<p>NHS extracts and school rolls first, then by children. For a neighbour: children near it whom nothing else explains
before. For a school: children of the authority who may be at any of its silent schools, since nobody knows at which.</p>"""

_RETURNS = """
    select la_code, supplier_kind, source, supplier_code, coalesce(supplier_name, supplier_code) as supplier,
        is_expected, status, timezone('Europe/London', timezone('UTC', received_at))::date as received_on, deadline,
        files_held, rows_received, rows_in_scope, held_reason
    from marts.returns_coverage where cycle = ?
"""
_SUMMARY = """
    select la_code, supplier_kind, expected, received_on_time, received_late, held, not_received, children_unexplained,
        children_possibly_explained, children_probably_explained
    from marts.coverage_summary where cycle = ?
"""
_POTENTIAL = "select la_code, potential_identified from marts.cme_before_after where cycle = ?"
_NEAR = """
    with near as (
        select la_code, unnest(string_split(neighbour_la_codes, ',')) as neighbour from marts.potential_cme where cycle = ?
    )
    select la_code, neighbour, count(*) as children from near group by all
"""
_SENT_AS = "select source, source_file, supplier_code from intermediate.int_return_files"


def write_board(con: duckdb.DuckDBPyConnection, out_dir: Path, *, cycle: str) -> Path:
    """Write ``<out_dir>/<cycle>/board.html``; returns its path.

    Query lists and receipts are linked where they lie, so they are written before. ``cycle`` must be the current
    one: raises ``BadInput`` where it is not.
    """
    page = Path(out_dir) / cycle / PAGE_NAME
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_build(con, page.parent, cycle), encoding="utf-8")
    return page


def headline(con: duckdb.DuckDBPyConnection, *, cycle: str) -> dict[str, int]:
    """The figures of all authorities and suppliers together, by name."""
    totals = _dicts(con, f"{_SUMMARY} and la_code = 'total' and supplier_kind = 'total'", cycle)
    return {name: value for row in totals for name, value in row.items() if isinstance(value, int)}


def _build(con: duckdb.DuckDBPyConnection, folder: Path, cycle: str) -> str:
    returns = _dicts(con, _RETURNS, cycle)
    by_la: dict[str, list[dict]] = defaultdict(list)
    for row in returns:
        by_la[row["la_code"]].append(row)
    summary = {(row["la_code"], row["supplier_kind"]): row for row in _dicts(con, _SUMMARY, cycle)}
    potential = dict(con.execute(_POTENTIAL, [cycle]).fetchall())
    near = {(la, neighbour): n for la, neighbour, n in con.execute(_NEAR, [cycle]).fetchall()}
    sent = _sent_by(con, cycle)
    las = sorted(by_la, key=lambda la: (la == "unknown", _la(la)))
    parts = [
        _deadlines(returns),
        "<h2>Authorities</h2>",
        html_table(_overview(las, summary, potential)),
        NOTES,
        "<h2>What to chase</h2>",
        TO_CHASE_NOTE,
        html_table(_to_chase(returns, summary, near)),
    ]
    for la in las:
        rows = sorted(
            by_la[la], key=lambda row: (list(SOURCES).index(row["source"]), row["supplier"], row["supplier_code"])
        )
        parts += [
            f"<h2 id='{escape(la)}'>{escape(_la(la))}</h2>",
            html_table((_line(row, sent, folder) for row in rows), widths=WIDTHS),
        ]
    return document(f"Returns of {cycle}", parts, wide=True)


def _dicts(con: duckdb.DuckDBPyConnection, sql: str, cycle: str) -> list[dict[str, Any]]:
    return con.sql(sql, params=[cycle]).to_arrow_table().to_pylist()


def _la(code: str) -> str:
    return {"total": "All authorities", "unknown": "On no list"}.get(code) or la_names().get(code, code)


def _day(day: dt.date | None) -> str:
    """A date that is not broken over two lines."""
    return f"{day.day} {day:%B %Y}".replace(" ", "\xa0") if day else ""


def _from(row: dict) -> str:
    supplier = "NHS" if row["source"] == NHS else row["supplier"]
    return supplier if row["is_expected"] else f"{supplier} (not on the list)"


def _deadlines(returns: Iterable[dict]) -> str:
    due = {row["source"]: row["deadline"] for row in returns}
    said = [
        f"{SOURCES[source]}: <b>{_day(due[source])}</b>" for source in ("nhs", "independent_schools") if due.get(source)
    ]
    return f"<p class=note>Due: {'; '.join(said) or 'no deadline is set'}. Nothing else has a deadline.</p>"


def _overview(las: list[str], summary: dict[tuple[str, str], dict], potential: dict[str, int]) -> Iterable[dict]:
    for la in [*las, "total"]:
        every = summary[la, "total"]
        yield {
            "authority": _la(la) if la == "total" else Link(_la(la), f"#{la}"),
            "returns": every["expected"],
            "on time": every["received_on_time"],
            "late": every["received_late"],
            "held": every["held"],
            "not received": every["not_received"],
            "potential CME": potential.get(la, 0),
            "unexplained": every["children_unexplained"],
            "could be at a school": _possibly_explained(summary, la, SCHOOL),
            "expected there": summary[la, SCHOOL]["children_probably_explained"] if (la, SCHOOL) in summary else None,
            "at a neighbour": _possibly_explained(summary, la, NEIGHBOUR),
            "on its own rolls": _possibly_explained(summary, la, LOCAL),
            "in any": every["children_possibly_explained"],
        }


def _to_chase(
    returns: list[dict], summary: dict[tuple[str, str], dict], near: dict[tuple[str, str], int]
) -> Iterable[dict]:
    """One line for each return that is missing, though several authorities may wait for it."""
    missing: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for row in returns:
        if row["status"] in MISSING:
            missing[row["source"], row["supplier_code"]].append(row)
    lines = [
        (rows[0], sorted({_la(row["la_code"]) for row in rows}), _children(rows, summary, near))
        for rows in missing.values()
    ]
    # an extract or a roll that is not there comes before all: without it nothing can be said of anyone
    lines.sort(
        key=lambda line: (line[0]["source"] not in ("nhs", "plasc"), -(line[2] or 0), line[1], line[0]["supplier"])
    )
    for row, waiting, children in lines:
        yield {
            "from": _from(row),
            "return": SOURCES[row["source"]],
            "state": STATUSES[row["status"]],
            "due": _day(row["deadline"]),
            "waited for by": Lines(waiting),
            "children who could be there": children,
            "what to do": Lines(_to_do(row, [])),
        }


def _children(rows: list[dict], summary: dict[tuple[str, str], dict], near: dict[tuple[str, str], int]) -> int | None:
    """How many children one return could explain; none for a list that explains nobody by its absence."""
    first = rows[0]
    if first["supplier_kind"] == NEIGHBOUR:
        return sum(near.get((row["la_code"], row["supplier_code"]), 0) for row in rows)
    if first["supplier_kind"] == SCHOOL or first["source"] == "plasc":
        return _possibly_explained(summary, first["la_code"], first["supplier_kind"])
    return None


def _possibly_explained(summary: dict[tuple[str, str], dict], la: str, kind: str) -> int:
    # suppliers on no list stand with their own kind only
    return summary[la, kind]["children_possibly_explained"] if (la, kind) in summary else 0


def _line(row: dict, sent: dict[tuple[str, str], list[Return]], folder: Path) -> dict:
    """One return, with what is still to be asked of who sent it; the same columns for all."""
    files = sent.get((row["source"], row["supplier_code"]), [])
    return {
        "from": _from(row),
        "return": SOURCES[row["source"]],
        "state": _state(row),
        "received": _day(row["received_on"]),
        "rows": row["rows_received"] if row["received_on"] else None,
        "in scope": row["rows_in_scope"] if row["received_on"] else None,
        "to mend": sum(file.rows_queried for file in files if file.status == "loaded") if files else None,
        "query list": _link(folder, [f"{query_lists.FOLDER}/{f.source}/{f.supplier}.xlsx" for f in files]),
        "receipt": _link(folder, [f"{receipts.FOLDER}/{f.source}/{receipts.name_of(f.source_file)}" for f in files]),
        "what to do": Lines(_to_do(row, files)),
    }


def _state(row: dict) -> Verdict:
    if row["status"] == "received_late":
        days = (row["received_on"] - row["deadline"]).days
        return Verdict(f"{days} day{'s' if days > 1 else ''} late", DOUBTFUL)
    return STATUSES[row["status"]]


def _to_do(row: dict, files: list[Return]) -> list[str]:
    if row["status"] == "not_received":
        return [TO_ASK.get(row["source"], ASK_FOR_LIST).format(code=row["supplier_code"])]
    held = [file_rules()[code] for code in (row["held_reason"] or "").split(",") if code in file_rules()]
    also = "" if row["status"] == "held" else "Another file was held back. "
    said = [f"{also}{rule.wording_en} {rule.send_en}" for rule in held]
    if any(file.issues and file.status == "loaded" for file in files):
        said.append("Send the query list.")
    return said


def _link(folder: Path, paths: Iterable[str]) -> Link | None:
    """The last that lies there: of several versions of a return, the newest."""
    there = [path for path in dict.fromkeys(paths) if (folder / path).exists()]
    return Link("open", there[-1]) if there else None


def _sent_by(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[tuple[str, str], list[Return]]:
    """The files of the answered sources by whom the mart holds for their sender."""
    supplier = {(source, file): code for source, file, code in con.execute(_SENT_AS).fetchall()}
    found: dict[tuple[str, str], list[Return]] = defaultdict(list)
    for received in returns_received(con, cycle=cycle):
        found[received.source, supplier[received.source, received.source_file]].append(received)
    return found
