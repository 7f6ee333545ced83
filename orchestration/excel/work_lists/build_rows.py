"""The rows of each authority's sheets, in words.

Put here how a child, a pair or a case reads on a row. Keep out which of them are shown (``queries.py``) and the layout
(``sheets.py``).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from orchestration.domain.authorities import WELSH_AUTHORITIES
from orchestration.excel.work_lists import queries, words
from orchestration.excel.work_lists.queries import Row

FIELDS = ("surname", "forenames", "date_of_birth", "address", "postcode")
STRONG, SLIGHT = 5, 0.5
"""Bits of match weight from which a comparison is called strong, and below which it says nothing."""


@dataclass
class AuthorityRows:
    """The rows of one authority's sheets, in the order of work; ``apart`` children are on none of them."""

    potential: list[Row] = field(default_factory=list)
    review: list[Row] = field(default_factory=list)
    register: list[Row] = field(default_factory=list)
    apart: int = 0

    @property
    def total(self) -> int:
        """How many rows there are on all sheets."""
        return len(self.potential) + len(self.review) + len(self.register)


def read_rows(con: duckdb.DuckDBPyConnection, *, cycle: str) -> dict[str, AuthorityRows]:
    """The rows of each authority, by its code; an authority without any has none."""
    queries.prepare(con)
    labels = _labels(con)
    on = con.execute("select reference_date from raw.cycles where cycle = ?", [cycle]).fetchall()[0][0]
    found: dict[str, AuthorityRows] = defaultdict(AuthorityRows)
    for row in queries.potential_children(con, cycle):
        found[row["la_code"]].potential.append(_potential(row, labels, on))
    for row in queries.pairs_to_review(con, cycle):
        found[row["la_code"]].review.append(_review(row))
    for row in queries.open_cases(con, cycle):
        found[row["la_code"]].register.append(_case(row, labels))
    for la_code, children in queries.children_apart(con, cycle).items():
        found[la_code].apart = children
    return found


def _labels(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Welsh and English of each basis, reason, step and closure; a step has the code of its reason."""
    found = con.execute("""
        select 'basis ' || basis, label_cy || ' / ' || label_en from seeds.case_bases
        union all
        select 'reason ' || triage_reason, reason_cy || ' / ' || reason_en from seeds.triage_reasons
        union all
        select 'step ' || triage_reason, step_cy || ' / ' || step_en from seeds.triage_reasons
        union all
        select 'closure ' || closure_reason, label_cy || ' / ' || label_en from seeds.closure_reasons
    """)
    return dict(found.fetchall())


def _potential(row: Row, labels: Mapping[str, str], on: dt.date) -> Row:
    return (
        row
        | _home(row)
        | {
            "reason": labels[f"reason {row['triage_reason']}"],
            "step": labels[f"step {row['triage_reason']}"],
            "basis_label": labels[f"basis {row['basis']}"],
            "age": age(row["date_of_birth"], on),
            "school_year": school_year(row["date_of_birth"], on),
            "known": "\n".join(_known(row, labels)),
            "earlier": _decision(row, labels),
            "is_counted_code": row["is_counted"],
            "is_counted": words.YES if row["is_counted"] else words.NO,
            "source_code": row["source"],
            "source": _record(
                row["source"] if row["source"] != "plasc" else "leaver", None, row["source_file"], row["source_row"]
            ),
        }
    )


def _known(row: Row, labels: Mapping[str, str]) -> Iterator[str]:
    """What is known of a child beside the record, a line each."""
    if row["other_names"]:
        yield f"{words.OTHER_NAMES}: {row['other_names']}"
    if row["case_ref"]:
        opened = f", {words.OPENED} {_day(row['opened_date'])}" if row["opened_date"] else ""
        yield f"{words.CASE}: {row['case_ref']}{opened}"
    if row["leaver_id"]:
        said = [row["school_left"], _day(row["leaving_date"]), row["leaving_reason"]]
        went = [f"{words.WENT_TO} {row['destination']}"] if row["destination"] else []
        yield f"{words.LEFT}: {', '.join(filter(None, [*said, *went]))}"
    if row["suitability"]:
        reviewed = f", {words.REVIEWED} {_day(row['last_review_date'])}" if row["last_review_date"] else ""
        yield f"{words.HOME_EDUCATION}: {words.SUITABILITY.get(row['suitability'], row['suitability'])}{reviewed}"
    if row["neighbour_la_codes"]:
        yield f"{words.ASK}: {', '.join(_authority(code) for code in row['neighbour_la_codes'])}"
    if row["schools_not_returned"]:
        yield f"{words.SILENT_SCHOOLS}: {row['schools_not_returned']}"
    for reason in row["triage_reasons"].split(",")[1:]:
        yield f"{words.ALSO}: {labels[f'reason {reason}']}"


def _review(row: Row) -> Row:
    parts = row["parts"] or []
    return (
        row
        | _home(row, "_1")
        | _home(row, "_2")
        | {
            "reason": words.REVIEW_REASONS.get(row["match_reason"], row["match_reason"]),
            "record_1": _record(row["left_kind"], row["place_1"], row["file_1"], row["row_1"]),
            "record_2": _record(row["right_kind"], row["place_2"], row["file_2"], row["row_2"]),
            "evidence_cy": "\n".join(f"{_sign(part['weight'])} {part['cy']}" for part in parts),
            "evidence_en": "\n".join(f"{_sign(part['weight'])} {part['en']}" for part in parts),
            "others": "\n".join(_candidate(rival) for rival in row["rivals"] or ()),
            "differs": {f"{name}_{n}" for name in FIELDS if row[f"{name}_differs"] for n in (1, 2)},
        }
    )


def _case(row: Row, labels: Mapping[str, str]) -> Row:
    found = [words.SOURCES.get(row["found_kind"], row["found_kind"]), row["found_place"]]
    return (
        row
        | _home(row)
        | {
            "surname": words.KEPT_APART if row["is_withheld"] else row["surname"],
            "status_code": row["status"],
            "status": words.CASE_STATUS[row["status"]],
            "basis": labels[f"basis {row['basis']}"],
            "duration_basis": words.DURATION_BASIS.get(row["duration_basis"], row["duration_basis"]),
            "is_over": words.YES if row["is_over_substantial_period"] else words.NO,
            "closure_proposed_code": row["closure_proposed"],
            "closure_proposed": words.YES if row["closure_proposed"] else words.NO,
            "found_at": "\n".join(filter(None, found)),
            "where_to_answer": words.ANSWER_ON_LIST
            if row["is_on_list"]
            else words.ANSWER_HERE
            if row["child_id"]
            else words.ANSWER_ELSEWHERE,
        }
    )


def age(born: dt.date | None, on: dt.date) -> int | None:
    """Years completed."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None


def school_year(born: dt.date | None, on: dt.date) -> int | None:
    """The year group of a child's age on a day; 0 is Reception. Years begin on 1 September."""
    return (on.year - (on.month < 9)) - (born.year - (born.month < 9)) - 5 if born else None


def _home(row: Row, end: str = "") -> Row:
    return {f"address{end}": words.KEPT_APART} if row[f"is_apart{end}"] else {}


def _decision(row: Row, labels: Mapping[str, str]) -> str:
    if row["decision"] is None:
        return ""
    said = next((label for label, code in words.REGISTER_DECISIONS.items() if code == row["decision"]), row["decision"])
    why = labels.get(f"closure {row['closure_reason']}", row["closure_reason"])
    return "\n".join(filter(None, [said, why, _day(row["decided_date"]), row["decided_by"]]))


def _record(kind: str, place: str | None, file: str, number: int) -> str:
    return "\n".join(filter(None, [words.SOURCES[kind], place, f"{file}, rhes / row {number}"]))


def _candidate(rival: Mapping[str, Any]) -> str:
    return "• " + ", ".join(
        filter(
            None,
            [rival["name"], _day(rival["born"]), rival["postcode"], rival["place"] or words.SOURCES[rival["kind"]]],
        )
    )


def _sign(weight: float) -> str:
    """Whether a comparison is evidence for one child or against, and how strong: a figure would look too precise."""
    if abs(weight) < SLIGHT:
        return "(0)"
    sign = "+" if weight > 0 else "−"
    return f"({sign}{sign})" if abs(weight) >= STRONG else f"({sign})"


def _authority(code: str) -> str:
    return WELSH_AUTHORITIES[code].name_en if code in WELSH_AUTHORITIES else code


def _day(value: dt.date | None) -> str:
    return value.strftime("%d/%m/%Y") if value else ""
