"""The board of returns: for whoever chases them, who has answered, who has not, and which children depend on it.

Put here the tables of the board. Keep out its text (``templates/board.html.j2``), the figures (``board_figures``), who
should answer and what counts as late (the mart ``returns_coverage``), how many children a missing return may explain
(``coverage_summary``), and what suppliers are given to read (``query_lists``, ``receipts``). Unlike those it is for the
office, and in English. Counts only.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.domain.authorities import la_names
from orchestration.excel import query_lists
from orchestration.landing.contract.rules import file_rules
from orchestration.quality.row_issues import Return
from orchestration.reporting import receipts
from orchestration.reporting.board_figures import BoardFigures, MartRow, read_figures
from orchestration.reporting.html import Lines, Link, Row, Status, Tone, render

PAGE_NAME = "board.html"
SCHOOL, NEIGHBOUR, LOCAL, NHS = "independent_school", "neighbouring_authority", "local_authority", "nhs"

MISSING = ("not_received", "held")
STATUSES = {
    "received_on_time": Status("on time", Tone.GOOD),
    "received_late": Status("late", Tone.WARNING),
    "held": Status("held back", Tone.BAD),
    "not_received": Status("not received", Tone.BAD),
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
"""What each source is called, in the order of an authority's table."""

ESSENTIAL = ("nhs", "plasc")
"""Sources to be chased before all others: without an extract or a roll nothing can be said of any child."""

TO_ASK = {
    "nhs": "Ask the NHS for the extract: without it no child of this authority is looked for.",
    "plasc": "Ask the authority for its rolls: without them nobody can say that a child is on no roll.",
    "neighbouring": "Ask the neighbour for pupils on its rolls who live in an authority that takes part.",
    "independent_schools": "Ask the school for its return, on the form: cme template --school {code}.",
}
ASK_FOR_LIST = "Ask the authority for the list; if it keeps none, ask it to confirm that."


def write_board(con: duckdb.DuckDBPyConnection, out_dir: Path, *, cycle: str) -> Path:
    """Write ``<out_dir>/<cycle>/board.html``; returns its path.

    Query lists and receipts are linked where they exist, so they must be written before. ``cycle`` must be the current
    one: raises ``BadInput`` where it is not.
    """
    page = Path(out_dir) / cycle / PAGE_NAME
    page.parent.mkdir(parents=True, exist_ok=True)
    board = _Board(read_figures(con, cycle=cycle), page.parent)
    text = render(
        "board.html.j2",
        cycle=cycle,
        deadlines=board.deadlines(),
        overview=board.overview(),
        to_chase=board.to_chase(),
        authorities=board.authorities(),
    )
    page.write_text(text, encoding="utf-8")
    return page


@dataclass(frozen=True)
class _Board:
    """The tables of the board. Links are relative to ``folder``."""

    figures: BoardFigures
    folder: Path

    def deadlines(self) -> list[tuple[str, str]]:
        """Each return that has a deadline, and the day."""
        due = {row["source"]: row["deadline"] for row in self.figures.returns}
        return [(SOURCES[source], _day(due[source])) for source in ("nhs", "independent_schools") if due.get(source)]

    def overview(self) -> Iterator[Row]:
        """One line for each authority, and one for all."""
        for la in [*self._la_codes(), "total"]:
            every = self.figures.summary[la, "total"]
            at_school = self.figures.summary.get((la, SCHOOL), {})
            yield {
                "authority": _la_name(la) if la == "total" else Link(_la_name(la), f"#{la}"),
                "returns": every["expected"],
                "on time": every["received_on_time"],
                "late": every["received_late"],
                "held": every["held"],
                "not received": every["not_received"],
                "potential CME": self.figures.potential.get(la, 0),
                "unexplained": every["children_unexplained"],
                "could be at a school": self._possibly_explained(la, SCHOOL),
                "expected there": at_school.get("children_probably_explained"),
                "at a neighbour": self._possibly_explained(la, NEIGHBOUR),
                "on its own rolls": self._possibly_explained(la, LOCAL),
                "in any": every["children_possibly_explained"],
            }

    def to_chase(self) -> Iterator[Row]:
        """One line for each return that is missing, though several authorities may wait for it."""
        missing: dict[tuple[str, str], list[MartRow]] = defaultdict(list)
        for row in self.figures.returns:
            if row["status"] in MISSING:
                missing[row["source"], row["supplier_code"]].append(row)
        lines = [
            (rows[0], sorted({_la_name(row["la_code"]) for row in rows}), self._children(rows))
            for rows in missing.values()
        ]
        lines.sort(key=lambda line: (line[0]["source"] not in ESSENTIAL, -(line[2] or 0), line[1], line[0]["supplier"]))
        for row, waiting, children in lines:
            yield {
                "from": _sender(row),
                "return": SOURCES[row["source"]],
                "state": STATUSES[row["status"]],
                "due": _day(row["deadline"]),
                "needed by": Lines(waiting),
                "children who could be there": children,
                "what to do": Lines(_to_do(row, [])),
            }

    def authorities(self) -> Iterator[dict[str, Any]]:
        """Each authority with its returns, in the order of the sources."""
        by_la: dict[str, list[MartRow]] = defaultdict(list)
        for row in self.figures.returns:
            by_la[row["la_code"]].append(row)
        order = list(SOURCES)
        for la in self._la_codes():
            rows = sorted(by_la[la], key=lambda r: (order.index(r["source"]), r["supplier"], r["supplier_code"]))
            yield {"code": la, "name": _la_name(la), "returns": [self._return(row) for row in rows]}

    def _la_codes(self) -> list[str]:
        """By name; returns on no authority's list come last."""
        return sorted({row["la_code"] for row in self.figures.returns}, key=lambda la: (la == "unknown", _la_name(la)))

    def _children(self, rows: Sequence[MartRow]) -> int | None:
        """How many children one return could explain; none for a list whose absence explains nobody."""
        first = rows[0]
        if first["supplier_kind"] == NEIGHBOUR:
            return sum(self.figures.near.get((row["la_code"], row["supplier_code"]), 0) for row in rows)
        if first["supplier_kind"] == SCHOOL or first["source"] == "plasc":
            return self._possibly_explained(first["la_code"], first["supplier_kind"])
        return None

    def _possibly_explained(self, la: str, kind: str) -> int:
        # suppliers on no list have a row of their own kind only
        return (
            self.figures.summary[la, kind]["children_possibly_explained"] if (la, kind) in self.figures.summary else 0
        )

    def _return(self, row: MartRow) -> Row:
        """One return, with what is still to be asked of its sender; the same columns for all."""
        files = self.figures.files.get((row["source"], row["supplier_code"]), [])
        was_received = row["received_on"] is not None
        return {
            "from": _sender(row),
            "return": SOURCES[row["source"]],
            "state": _state(row),
            "received": _day(row["received_on"]),
            "rows": row["rows_received"] if was_received else None,
            "in scope": row["rows_in_scope"] if was_received else None,
            "to fix": sum(file.rows_queried for file in files if file.status == "loaded") if files else None,
            "query list": self._link(f"{query_lists.FOLDER}/{f.source}/{f.supplier}.xlsx" for f in files),
            "receipt": self._link(f"{receipts.FOLDER}/{f.source}/{receipts.name_of(f.source_file)}" for f in files),
            "what to do": Lines(_to_do(row, files)),
        }

    def _link(self, paths: Iterable[str]) -> Link | None:
        """The last that exists: of several versions of a return, the newest."""
        existing = [path for path in dict.fromkeys(paths) if (self.folder / path).exists()]
        return Link("open", existing[-1]) if existing else None


def _la_name(code: str) -> str:
    return {"total": "All authorities", "unknown": "On no list"}.get(code) or la_names().get(code, code)


def _day(day: dt.date | None) -> str:
    """A date that is not broken over two lines."""
    return f"{day.day} {day:%B %Y}".replace(" ", "\xa0") if day else ""


def _sender(row: MartRow) -> str:
    supplier = "NHS" if row["source"] == NHS else row["supplier"]
    return supplier if row["is_expected"] else f"{supplier} (not on the list)"


def _state(row: MartRow) -> Status:
    if row["status"] == "received_late":
        days = (row["received_on"] - row["deadline"]).days
        return Status(f"{days} day{'s' if days > 1 else ''} late", Tone.WARNING)
    return STATUSES[row["status"]]


def _to_do(row: MartRow, files: Sequence[Return]) -> list[str]:
    if row["status"] == "not_received":
        return [TO_ASK.get(row["source"], ASK_FOR_LIST).format(code=row["supplier_code"])]
    held = [file_rules()[code] for code in (row["held_reason"] or "").split(",") if code in file_rules()]
    also = "" if row["status"] == "held" else "Another file was held back. "
    steps = [f"{also}{rule.wording_en} {rule.send_en}" for rule in held]
    if any(file.issues and file.status == "loaded" for file in files):
        steps.append("Send the query list.")
    return steps
