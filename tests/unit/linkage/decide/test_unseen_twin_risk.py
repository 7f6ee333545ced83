"""Twins: those in sight are resolved together; those whom nobody sees hold a link as far as the run gives reason."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest

from orchestration.linkage.decide.unseen_twin_risk import Counts, unseen_twin_odds
from orchestration.linkage.run import link
from orchestration.linkage.settings import LinkageSettings

# A nation in small: 3 % twins, 94 % known to education, one child in fifty under two forenames.
USUAL = Counts(
    records=100_000,
    twins_seen=3_000,
    known=94_000,
    one_of_two=5_600,
    absent_left=0.03,
    partings=80,
    partings_expected=170,
    pairs_seen_all=3_000,
    pairs_seen=2_400,
    links=1_900,
)


def chance(counts: Counts, *, absent_left: float, absent_right: float) -> float:
    return 1 - 1 / (1 + unseen_twin_odds(counts) * absent_left * absent_right)


def test_the_chance_is_that_of_the_three_absences():
    # 3 % twins, 80 % of them with such names, parted half as often as by chance; against 1,900 of 94,000
    expected = 0.03 * 0.8 * 0.5 * 0.03 * 0.06 / (1_900 / 94_000)
    assert chance(USUAL, absent_left=0.03, absent_right=0.06) == pytest.approx(expected, rel=0.25)


def test_more_absent_children_make_a_twin_likelier():
    assert chance(USUAL, absent_left=0.03, absent_right=0.3) > 4 * chance(USUAL, absent_left=0.03, absent_right=0.06)


@pytest.mark.parametrize(
    "other",
    [
        {"twins_seen": 9_000},  # more twins
        {"partings": 170},  # who are found one without the other more often
        {"pairs_seen": 2_900},  # and are called so more often
        {"links": 400},  # fewer children under two forenames
    ],
)
def test_what_makes_a_twin_likelier(other):
    assert unseen_twin_odds(replace(USUAL, **other)) > unseen_twin_odds(USUAL)


def test_few_links_prove_nothing():
    few = replace(
        USUAL,
        records=1_000,
        twins_seen=30,
        known=940,
        one_of_two=56,
        partings=1,
        partings_expected=2,
        pairs_seen_all=30,
        pairs_seen=24,
        links=19,
    )
    assert unseen_twin_odds(few) > 1.3 * unseen_twin_odds(USUAL)
    assert unseen_twin_odds(replace(few, links=0)) == math.inf


PACKAGED = LinkageSettings(always_default_model=True)
OTHER = {"Fflur": "Oswyn"}  # every other child of two forenames is Fflur as well


@pytest.fixture
def decided(make_background, make_record, make_table):
    """Links 4,000 children, 100 of them under two forenames, and 200 twins; returns the decisions on the 100.

    Each side lacks the given share of all others, and not the same children.
    """

    def decide(*, absent: float) -> dict[str, int]:
        children, _ = make_background(4_000)
        children += [
            r | {"record_id": r["record_id"] + "-twin", "forenames": OTHER.get(r["forenames"], "Fflur")}
            for r in children[1::20]
        ]
        left, right = [], []
        for i, child in enumerate(children):
            two = i % 40 == 0 and i < 4_000
            if two or i % 89 >= absent * 89:
                left.append(child)
            if two or i % 97 >= absent * 97:
                name = OTHER.get(child["forenames"], "Fflur") if two else child["forenames"]
                right.append(
                    child | {"record_id": f"plasc-{'two' if two else 'one'}-{i}", "kind": "plasc", "forenames": name}
                )
        links = link(make_table(left), make_table(right), cycle="annual-2025", settings=PACKAGED).links.to_pylist()
        found = Counter(row["decision"] for row in links if row["right_id"].startswith("plasc-two"))
        assert found.total() > 95
        return found

    return decide


def test_accepted_where_nearly_everybody_is_on_both_lists(decided):
    found = decided(absent=0.02)
    assert found["accept"] > 0.95 * found.total()


def test_held_where_many_are_on_one_list_only(decided):
    assert decided(absent=0.4)["accept"] == 0


def test_a_twin_in_sight_is_never_taken_for_a_third_child(make_background, make_record, make_table):
    left, _ = make_background(4_000)
    right = [
        r
        | {"record_id": f"plasc-{i}", "kind": "plasc"}
        | ({} if i % 20 else {"forenames": OTHER.get(r["forenames"], "Fflur")})
        for i, r in enumerate(left)
    ]
    home = ("2014-02-03", "ZA5 7XX")
    left += [
        make_record("nhs-gwenllian", "nhs", "Ynyshir", "Gwenllian", *home),
        make_record("nhs-briallen", "nhs", "Ynyshir", "Briallen", *home),
    ]
    right.append(make_record("plasc-llinos", "plasc", "Ynyshir", "Llinos", *home))
    rows = link(make_table(left), make_table(right), cycle="annual-2025", settings=PACKAGED).links.to_pylist()
    assert [row["decision"] for row in rows if row["right_id"] == "plasc-llinos"] == ["review"]


def test_twins_under_other_forms_of_their_names_are_resolved_together(make_background, make_record, make_table):
    """Neither is called exactly so on the other list, but Dai can be no form of Seren, nor Serren of Dafydd."""
    left, right = make_background(600)
    left += [
        make_record("nhs-dafydd", "nhs", "Ynyshir", "Dafydd", "2014-02-03", "ZA5 7XX"),
        make_record("nhs-seren", "nhs", "Ynyshir", "Seren", "2014-02-03", "ZA5 7XX"),
    ]
    right += [
        make_record("plasc-dai", "plasc", "Ynyshir", "Dai", "2014-02-03", "ZA5 7XX"),
        make_record("plasc-seren", "plasc", "Ynyshir", "Serren", "2014-02-03", "ZA5 7XX"),
    ]
    rows = link(make_table(left), make_table(right), cycle="annual-2025", settings=PACKAGED).links.to_pylist()
    found = {(row["left_id"], row["right_id"], row["decision"]) for row in rows if "background" not in row["left_id"]}
    assert found == {("nhs-dafydd", "plasc-dai", "accept"), ("nhs-seren", "plasc-seren", "accept")}
