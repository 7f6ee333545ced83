"""Left records that are the same child as another left record of the same kind.

Put here what keeps one child from being counted twice: as one matched and one missing, or as two
missing. Keep out exact repeats, which are set aside before linkage. The price of an error is a child
taken for somebody else's second record, so forenames must be forms of one name, and two records that
could be twins (one home, one birth date, two names) are never joined without a person.

A record listed twice differs in something, or it would have been set aside: mostly in the address, which
one of the two practices never updated. That the addresses differ therefore says nothing against it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import duckdb

from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import DUPLICATES, create_empty

# The share of a list that repeats a child under other details: 0.3 to 0.5 % is usual.
DUPLICATE_SHARE = 0.004
# Names go together in families and peoples: a namesake is so much likelier than by chance.
NAMESAKES = 4
DUPLICATE_KINDS = ("nhs", "independent_school")
# Levels of the forename at which an open record and the person of another one may be one child.
COMPATIBLE_LEVELS = ("full", "other_middle", "first", "variant", "similar_92", "swapped")

# Conditions on two left records: b is open, a is the one that it may repeat.
_FORMS_OF_ONE_FORENAME = (
    "(a.fn_first = b.fn_first or a.fn_joined = b.fn_joined or list_has_any(a.fn_alias, b.fn_alias))"
)
# Two names that children have, in one home on one birth date: perhaps one child, perhaps Jac and his twin Jack.
_MAY_BE_TWINS = (
    "coalesce(a.fn_first <> b.fn_first and a.dob = b.dob and not a.fn_rare and not b.fn_rare"
    " and (a.pc = b.pc or a.house_street = b.house_street), false)"
)
_ONE_DIGIT = "case when length(a.dob) = length(b.dob) then hamming(a.dob, b.dob) <= 1 else false end"


class Edge(NamedTuple):
    """An open record ``left_id`` that repeats ``other_left_id``.

    ``match_weight`` (bits) is None where no person joins the two.
    """

    left_id: str
    other_left_id: str
    match_weight: float | None
    match_reason: str


def find_duplicates(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Make ``duplicates``, remove duplicates from ``links``, and add to it what a person must say.

    A record that is not accepted is a duplicate where it points strongly to a person already linked to a compatible
    record of its kind, where it is plainly the same child as another record, or where it shares birth date and an
    uncommon full name with another. It is a duplicate of the linked record if there is one, else of the smallest id.
    """
    # the other account of the pair: the record's own partner is absent, and this one is a namesake's
    share_weight = math.log2(DUPLICATE_SHARE)
    needed_weight = settings.costs.accept_log_odds - share_weight
    sql.run(con, "resolve/duplicates/open_records", {"duplicate_kinds": DUPLICATE_KINDS})
    sql.run(
        con,
        "resolve/duplicates/taken_person_pairs",
        {"compatible_levels": COMPATIBLE_LEVELS},
        may_be_twins=_MAY_BE_TWINS,
        forms_of_one_forename=_FORMS_OF_ONE_FORENAME,
        one_digit_of_birth_date=_ONE_DIGIT,
    )
    sql.run(
        con,
        "resolve/duplicates/alike_records",
        may_be_twins=_MAY_BE_TWINS,
        forms_of_one_forename=_FORMS_OF_ONE_FORENAME,
    )
    sql.run(
        con,
        "resolve/duplicates/same_name_records",
        {"namesakes": NAMESAKES, "needed_weight": needed_weight},
    )
    sql.run(con, "resolve/duplicates/duplicate_edges", {"needed_weight": needed_weight})
    _write_duplicates(con)
    sql.run(con, "resolve/duplicates/drop_links_of_duplicates")
    sql.run(
        con,
        "resolve/duplicates/hold_possible_duplicates",
        {
            "duplicate_share_weight": share_weight,
            "review_weight": settings.costs.review_log_odds - share_weight,
        },
    )


def _write_duplicates(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``duplicates`` from ``duplicate_edges`` and ``links``."""
    linked = {row[0] for row in con.execute("select left_id from links where decision = 'accept'").fetchall()}
    edges = con.execute("from duplicate_edges order by left_id, other_left_id").fetchall()
    rows = choose_kept_records([Edge(*row) for row in edges], linked)
    create_empty(con, DUPLICATES)
    if rows:
        con.executemany("insert into duplicates values (?, ?, ?, ?)", rows)


def choose_kept_records(edges: list[Edge], linked: set[str]) -> list[Edge]:
    """One edge a duplicate, to a record that is itself kept; sorted.

    An open record goes to the linked record it points to (the strongest; then the smallest id); open
    records that point only to each other keep the smallest id of their group. ``edges`` are in the order of their ids,
    ``linked`` holds the records with an accepted link.
    """
    to_linked: dict[str, Edge] = {}
    for edge in edges:
        best = to_linked.get(edge.left_id)
        if edge.other_left_id in linked and (best is None or (edge.match_weight or 0.0) > (best.match_weight or 0.0)):
            to_linked[edge.left_id] = edge
    kept_for: dict[str, str] = {}
    rows = list(to_linked.values())
    for edge in edges:
        left_id, other, *_ = edge
        is_answered = other in linked or other in to_linked or left_id in to_linked or left_id in kept_for
        if is_answered or other >= left_id:
            continue
        kept_for[left_id] = kept_for.get(other, other)
        rows.append(edge._replace(other_left_id=kept_for[left_id]))
    return sorted(rows)
