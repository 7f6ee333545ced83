"""The whole of linkage on one scenario: who is linked, held, left, and why."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import fields

import pyarrow as pa
import pytest

from orchestration.linkage.comparisons import comparisons
from orchestration.linkage.decide.reasons import ALL_REASONS
from orchestration.linkage.run import LinkageResult, link
from orchestration.linkage.settings import LinkageSettings

ACCEPTED = [
    ("nhs-exact", "plasc-exact", "exact_all_fields"),  # case, hyphen and diacritics set aside
    ("nhs-twin-a", "plasc-twin-a", "exact_all_fields"),
    ("nhs-twin-b", "plasc-twin-b", "exact_all_fields"),
    ("nhs-unnamed", "plasc-named", "combined_evidence"),  # the only child of that birth date there
    ("nhs-swapped", "plasc-swapped", "names_swapped"),
    ("nhs-surname", "ehe-surname", "surname_changed"),
    ("nhs-welsh-form", "plasc-welsh-form", "name_variant"),
    ("nhs-day-month", "plasc-day-month", "birth_date_differs"),
    ("nhs-once", "plasc-once", "exact_all_fields"),
    ("nhs-slip", "plasc-slip", "name_variant"),
    ("nhs-script", "plasc-script", "name_variant"),
    ("nhs-jac", "plasc-jac", "exact_all_fields"),
    ("nhs-amira", "plasc-amira", "exact_all_fields"),
    ("nhs-elder", "plasc-elder", "name_and_birth_date"),
    ("nhs-younger", "plasc-younger", "household"),  # too weak alone: another surname, day and month exchanged, moved
]


def row_of(table: pa.Table, left_id: str) -> dict | None:
    return next((row for row in table.to_pylist() if row["left_id"] == left_id), None)


@pytest.mark.parametrize(("left_id", "right_id", "reason"), ACCEPTED)
def test_accepted(linked, left_id, right_id, reason):
    row = row_of(linked.links, left_id)
    assert (row["right_id"], row["decision"], row["match_reason"]) == (right_id, "accept", reason)
    assert row["match_probability"] > 0.99


@pytest.mark.parametrize(
    ("left_id", "why"),
    [
        ("nhs-lone-twin", "only her brother is at school: a conflict of forenames is never accepted"),
        ("nhs-unnamed-twin", "two children of that birth date live there, and the record has no forename"),
        ("nhs-alike-a", "one record at school could be either twin"),
        ("cme-amir", "the NHS lists Amir and Amira at that home: the girl on the roll is another child"),
        ("nhs-daniel", "two names that children have, a letter apart"),
        ("nhs-jack", "a twin, or a second entry of Jac: neither may be taken for granted"),
    ],
)
def test_held_for_a_person(linked, left_id, why):
    row = row_of(linked.links, left_id)
    assert (row["decision"], row["match_reason"]) == ("review", "twin_conflict"), why


def test_a_stale_second_entry_is_no_missing_child(linked):
    row = row_of(linked.duplicates, "nhs-stale")
    assert row["duplicate_of_left_id"] == "nhs-current"


def test_years_between_two_birth_dates_are_not_accepted(linked):
    row = row_of(linked.links, "nhs-cousin")
    assert row is None or row["decision"] == "review"


def test_left_alone(linked):
    assert row_of(linked.unlinked, "nhs-sibling")["match_reason"] in ("no_candidate", "below_threshold")
    assert row_of(linked.unlinked, "nhs-alike-b")["match_reason"] == "candidate_taken"
    # Amir is listed beside Amira, and she alone is at school: he is another child, and missing
    assert row_of(linked.unlinked, "nhs-amir")["match_reason"] == "candidate_taken"
    # an independent school's record is not matched to independent schools, its own record included
    assert row_of(linked.unlinked, "independent-1")["match_reason"] == "no_candidate"


def test_evidence_is_shown_and_clears_nobody(linked):
    assert row_of(linked.links, "nhs-left") is None
    shown = {(r["right_id"], r["right_kind"]) for r in linked.evidence.to_pylist() if r["left_id"] == "nhs-left"}
    assert shown == {("leaver-left", "leaver"), ("cme-left", "cme")}


def test_a_child_on_the_list_twice_is_counted_once(linked):
    row = row_of(linked.duplicates, "nhs-twice")
    assert (row["duplicate_of_left_id"], row["match_reason"]) == ("nhs-once", "surname_changed")
    assert row_of(linked.links, "nhs-twice") is None and row_of(linked.unlinked, "nhs-twice") is None


def test_every_left_record_has_one_outcome(linked, scenario_tables):
    outcomes = [
        row["left_id"] for table in (linked.links, linked.unlinked, linked.duplicates) for row in table.to_pylist()
    ]
    assert sorted(outcomes) == sorted(scenario_tables[0]["record_id"].to_pylist())


def test_accepted_links_are_one_to_one_within_a_kind(linked):
    accepted = [(r["left_kind"], r["person_id"]) for r in linked.links.to_pylist() if r["decision"] == "accept"]
    assert len(accepted) == len(set(accepted))


def test_reasons_come_from_the_closed_list(linked):
    used = {r["match_reason"] for t in (linked.links, linked.unlinked, linked.duplicates) for r in t.to_pylist()}
    assert used <= set(ALL_REASONS)


def test_parts_of_a_candidates_weight_add_up(linked):
    for row in linked.candidates.to_pylist():
        total = row["prior_weight"] + sum(row[f"mw_{c.name}"] for c in comparisons())
        assert total == pytest.approx(row["match_weight"], abs=1e-5)


def test_no_names_in_what_is_stored(linked):
    stored = {name for table in (linked.candidates, linked.links) for name in table.column_names}
    assert not stored & {"surname", "forenames", "date_of_birth", "postcode", "address"}
    assert (
        "rhosgad"
        not in linked.model_runs["metrics"][0].as_py().lower() + linked.model_runs["parameters"][0].as_py().lower()
    )


def test_row_order_does_not_matter(linked, scenario_tables):
    rng = random.Random(1)
    shuffled = [table.take(rng.sample(range(table.num_rows), table.num_rows)) for table in scenario_tables]
    again = link(*shuffled, cycle="2025-annual", settings=LinkageSettings())
    for name, table in linked.tables().items():
        assert table.equals(again.tables()[name]), name


def test_peoples_decisions_win(scenario_tables):
    decisions = pa.table(
        {
            "cycle": ["2025-annual"] * 3 + ["2024-annual"],
            "left_record_id": ["nhs-alike-b", "nhs-exact", "nhs-left", "nhs-twin-a"],
            "right_record_id": ["plasc-alike", "plasc-exact", "leaver-left", "plasc-twin-a"],
            "decision": ["match", "not_match", "match", "not_match"],
        }
    )
    result = link(*scenario_tables, cycle="2025-annual", settings=LinkageSettings(), pair_decisions=decisions)
    assert row_of(result.links, "nhs-alike-b")["match_reason"] == "person_decision"
    assert row_of(result.links, "nhs-alike-a") is None  # the person is taken
    # rejected, though all four fields agree
    assert row_of(result.unlinked, "nhs-exact")["match_reason"] == "rejected_by_person"
    # a leaver's record proves nothing, whoever says so
    assert row_of(result.links, "nhs-left") is None
    # a decision of another cycle is not about these records
    assert row_of(result.links, "nhs-twin-a")["right_id"] == "plasc-twin-a"


EMPTY_CASES = {
    "nothing at all": (0, 0),
    "no left": (0, 5),
    "no right": (5, 0),
    "three records": (3, 3),
}


@pytest.mark.parametrize("case", EMPTY_CASES)
def test_tiny_inputs_give_whole_tables(scenario_tables, case, linked):
    left, right = (t.slice(0, n) for t, n in zip(scenario_tables, EMPTY_CASES[case], strict=True))
    result = link(left, right, cycle="2025-annual", settings=LinkageSettings())
    assert result.links.num_rows + result.unlinked.num_rows + result.duplicates.num_rows == left.num_rows
    for name, table in result.tables().items():  # the same columns, whatever comes in
        assert table.column_names == linked.tables()[name].column_names, name


def test_columns_that_are_missing_or_empty_are_survived(scenario_tables):
    left = pa.table({"record_id": ["nhs-1"], "kind": ["nhs"]})
    right = pa.table({"record_id": ["plasc-1"], "kind": ["plasc"], "surname": pa.nulls(1)})
    result = link(left, right, cycle="2025-annual", settings=LinkageSettings())
    assert result.unlinked["match_reason"].to_pylist() == ["no_candidate"]


def test_result_has_a_table_for_each_field():
    assert {f.name for f in fields(LinkageResult)} - {"metrics"} == set(
        ("persons", "links", "unlinked", "evidence", "duplicates", "candidates", "model_runs")
    )


def test_of_two_decisions_on_one_day_the_later_row_holds(scenario_tables):
    given = pa.table(
        {
            "cycle": ["2025-annual"] * 4,
            "left_record_id": ["nhs-lone-twin"] * 2 + ["nhs-exact"] * 2,
            "right_record_id": ["plasc-brother"] * 2 + ["plasc-exact"] * 2,
            "decision": ["not_match", "match", "match", "not_match"],
            "decided_date": [dt.date(2025, 6, 1)] * 4,
            "source_row": [2, 3, 4, 5],
        }
    )
    result = link(*scenario_tables, cycle="2025-annual", settings=LinkageSettings(), pair_decisions=given)
    assert row_of(result.links, "nhs-lone-twin")["match_reason"] == "person_decision"
    assert row_of(result.unlinked, "nhs-exact")["match_reason"] == "rejected_by_person"
