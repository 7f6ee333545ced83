"""Measures of the typed-in cycle against figures counted by hand.

Accepted: records 1, 2 (right), 4 and 10 (wrong). Held: 3 (right). Known to education: the children 1, 2, 3 and 7,
child 1 on three records. Truly missing: children 4, 6 and 8.
"""

from __future__ import annotations

import pytest

from orchestration.evaluation.cycle import evaluate_cycle
from orchestration.evaluation.details import calibration_error
from orchestration.evaluation.measures import MEANINGS, SCHEMA
from orchestration.evaluation.truth import truth_file

CYCLE = "2025-annual"


@pytest.mark.parametrize(
    ("measure", "top", "bottom"),
    [
        ("precision", 2, 4),
        ("precision_with_review", 3, 5),
        # 1, 2, and 8 as a duplicate of 1; not 3, 7 and 9
        ("recall", 3, 6),
        ("recall_with_review", 4, 6),
        # found 3, false 2, missed 3: 2 * 3 / (2 * 3 + 2 + 3)
        ("f1", 6, 11),
        ("f1_with_review", 8, 12),
        ("blocking_recall", 6, 6),
        ("review_right", 1, 1),
        ("unknown_accepted", 2, 3),
        ("false_twin_links", 1, 1),
        ("missing_listed", 1, 3),
        ("missing_waiting", 0, 3),
        ("missing_hidden", 2, 3),
        ("duplicates_found", 1, 2),
        ("duplicates_right", 1, 1),
        ("accepted_share", 4, 8),
        ("perfect_share", 2, 8),
        ("review_share", 1, 8),
        ("unmatched_share", 3, 8),
        ("duplicate_share", 1, 9),
    ],
)
def test_all_records(share_of, measure, top, bottom):
    assert share_of(measure) == (top, bottom)


@pytest.mark.parametrize(
    ("kind", "group", "measure", "expected"),
    [
        ("la", "W06000001", "precision", (2, 2)),
        ("la", "W06000002", "precision", (0, 2)),
        ("name_group", "english", "recall", (0, 1)),
        ("rurality", "urban", "recall", (3, 6)),
        # born 2014-05-06: still ten on 30 April 2025; 2014 births are three records of one child
        ("age_band", "8 to 10", "recall", (2, 3)),
        ("twin", "twin", "accepted_share", (1, 1)),
        ("match_reason", "name_variant", "precision", (1, 1)),
        ("source", "nhs", "precision", (2, 4)),
    ],
)
def test_groups(share_of, kind, group, measure, expected):
    assert share_of(measure, kind, group) == expected


def test_a_record_with_two_planted_errors_counts_under_each(share_of):
    assert share_of("recall", "planted_error", "forename_typo") == (1, 1)
    assert share_of("recall", "planted_error", "old_address") == (1, 1)
    assert share_of("recall", "planted_error", "duplicate") == (1, 2)


def test_every_interval_holds_its_value(evaluation):
    for row in evaluation.measures.to_pylist():
        if row["low"] is not None:
            assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1, row
    assert evaluation.measures.schema == SCHEMA
    assert set(evaluation.measures["measure"].to_pylist()) <= set(MEANINGS)


def test_groups_add_up_to_all_records(evaluation):
    """Every record is in one group of each kind, but for planted errors."""
    for kind in ("la", "age_band", "name_group", "rurality", "twin", "education_state"):
        rows = evaluation.rows("accepted_share", kind)
        assert (sum(r["numerator"] for r in rows), sum(r["denominator"] for r in rows)) == (4, 8), kind


def test_hidden_children_and_what_could_tell(evaluation):
    hidden = {row["record_id"]: row for row in evaluation.hidden.to_pylist()}
    assert set(hidden) == {"nhs-4", "nhs-10"}
    twin, double = hidden["nhs-4"], hidden["nhs-10"]
    assert (twin["cause"], twin["differs_in"], twin["could_tell"]) == ("false_link", "forename", True)
    # all fields alike, and the other child is not on the list: nothing could tell
    assert (double["cause"], double["differs_in"], double["owner_on_list"], double["could_tell"]) == (
        "false_link",
        "",
        False,
        False,
    )


def test_calibration_counts_links_by_probability(evaluation):
    bins = {(b["low_edge"], b["high_edge"]): (b["true_links"], b["links"]) for b in evaluation.calibration.to_pylist()}
    # 0.99 lies in the band that begins with it, 0.999 likewise
    assert bins == {(0.5, 0.75): (1, 1), (0.98, 0.99): (0, 1), (0.99, 0.999): (1, 1), (0.999, 1.0): (1, 2)}
    mean = (0.9999 + 0.999) / 2
    by_hand = (abs(0.6 - 1) + 0.985 + abs(0.99 - 1) + 2 * abs(mean - 0.5)) / 5
    assert calibration_error(evaluation.calibration) == pytest.approx(by_hand)


def test_weights_place_each_scored_record_once(evaluation):
    rows = {(row["from_weight"], row["kind"]): row["records"] for row in evaluation.weights.to_pylist()}
    assert rows == {
        (24, "accepted_right"): 1,
        (8, "accepted_right"): 1,
        (-4, "held_right"): 1,
        (4, "accepted_wrong"): 1,
        (20, "accepted_wrong"): 1,
        (-12, "not_linked_wrong"): 1,
    }


def test_thresholds_follow_from_weight_probability_and_costs(evaluation):
    """Even odds at -4; a look from 1 in 4, acceptance from 49 in 50."""
    rows = {row["la_code"]: row for row in evaluation.thresholds.to_pylist()}
    assert rows["total"]["even_weight"] == -4.0
    assert (rows["total"]["review_weight"], rows["total"]["accept_weight"]) == (-5.58, 1.61)


def test_each_blocking_rule_says_what_it_reaches(evaluation):
    rows = {row["rule"]: row for row in evaluation.blocking.to_pylist()}
    assert {row["true_pairs"] for row in rows.values()} == {6}
    # the misspelt forename of record 2 is no obstacle to the birth date and surname, but to the name
    assert rows["birth_date_and_surname"]["true_pairs_reached"] == 6
    assert rows["birth_date_and_forename"]["true_pairs_reached"] == 5


def test_without_truth_only_what_needs_none(without_truth):
    assert not without_truth.has_truth
    assert set(without_truth.measures["measure"].to_pylist()) == {
        "accepted_share",
        "perfect_share",
        "review_share",
        "unmatched_share",
        "duplicate_share",
        "expected_precision",
    }
    assert without_truth.figure("expected_precision")["value"] == pytest.approx((0.9999 + 0.99 + 0.985 + 0.999) / 4)
    assert without_truth.calibration.num_rows == without_truth.hidden.num_rows == 0
    assert {row["kind"] for row in without_truth.weights.to_pylist()} == {"accepted", "held", "not_linked"}
    assert without_truth.headline()["review_count"] == 1


def test_the_truth_of_other_extracts_is_not_used(warehouse, truth):
    """A sample's truth that was left behind must not be held against real extracts of the same cycle name."""
    with warehouse.cursor() as con:
        con.begin()
        con.execute("update raw.files set rows_received = rows_received + 1 where source_file like 'nhs/%'")
        found = evaluate_cycle(con, truth, CYCLE)
        con.rollback()
    assert not found.has_truth
    assert "1 of 2 files" in found.note


def test_the_truth_lies_beside_the_data_folder(truth):
    assert truth_file(truth.parent.with_name("data"), CYCLE) == truth


def test_headline_figures_are_numbers(evaluation):
    headline = evaluation.headline()
    assert all(isinstance(value, int | float) for value in headline.values())
    assert (headline["missing_hidden_count"], headline["hidden_who_could_be_told_count"]) == (2, 1)
