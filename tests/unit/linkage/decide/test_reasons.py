"""Reasons: every combination of levels has one, from the closed list, and each is reachable."""

from __future__ import annotations

from itertools import product

import duckdb
import pyarrow as pa
import pytest

from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.decide.reasons import ALL_REASONS, Accepted
from orchestration.linkage.stages import sql

# given by the step that makes the link, not by its levels
BY_STEP = {Accepted.EXACT_ALL_FIELDS, Accepted.HOUSEHOLD, Accepted.PERSON_DECISION}


def reasons(rows: list[dict]) -> list[str]:
    con = duckdb.connect()
    con.register("levels", pa.Table.from_pylist(rows))
    sql.run(con, "decide/accepted_reason")
    reason = "accepted_reason(forename_level, surname_level, dob_level, place_level)"
    return [row[0] for row in con.execute(f"select {reason} from levels").fetchall()]


def test_every_combination_of_levels_has_a_reason():
    names = {c.name: [*(level.name for level in c.levels), None] for c in comparisons()}
    rows = [
        {"forename_level": f, "surname_level": s, "dob_level": d, "place_level": p}
        for f, s, d, p in product(names["forename"], names["surname"], names["dob"], names["place"])
    ]
    assert set(reasons(rows)) == {str(r) for r in Accepted} - {str(r) for r in BY_STEP}


@pytest.mark.parametrize(
    ("forename", "surname", "dob", "place", "expected"),
    [
        ("first", "exact", "exact", "postcode", "address_and_name"),
        ("first", "exact", "exact", "else", "name_and_birth_date"),
        ("variant", "exact", "exact", "else", "name_variant"),
        ("first", "shared_rare", "exact", "postcode", "name_variant"),
        ("first", "else", "exact", "postcode", "surname_changed"),
        ("swapped", "swapped", "exact", "postcode", "names_swapped"),
        ("first", "exact", "one_digit", "postcode", "birth_date_differs"),
        ("first", "exact", None, "postcode", "birth_date_differs"),
        ("similar_92", "similar_84", "exact", "postcode", "combined_evidence"),
    ],
)
def test_reason_of_a_link(forename, surname, dob, place, expected):
    row = {"forename_level": forename, "surname_level": surname, "dob_level": dob, "place_level": place}
    assert reasons([row]) == [expected]


def test_the_list_is_closed():
    """The names are read by marts, review pages and people: adding one is a decision, not a slip."""
    assert set(ALL_REASONS) == {
        "exact_all_fields",
        "name_and_birth_date",
        "name_variant",
        "surname_changed",
        "names_swapped",
        "birth_date_differs",
        "address_and_name",
        "household",
        "combined_evidence",
        "person_decision",
        "twin_conflict",
        "close_rivals",
        "weak_evidence",
        "no_candidate",
        "below_threshold",
        "candidate_taken",
        "rejected_by_person",
    }
