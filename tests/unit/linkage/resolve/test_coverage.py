"""The estimate of coverage finds the share that was put in."""

from __future__ import annotations

import numpy as np
import pytest

from orchestration.linkage.resolve.coverage import (
    claimed_by_group,
    estimate_pi,
    estimate_pi_by_group,
    even_weight,
)

SETTINGS = {"assumed": 0.8, "bounds": (0.5, 0.995)}


@pytest.mark.parametrize("share", [0.70, 0.85, 0.98])
def test_pi_is_estimated_from_the_data(share):
    """10,000 records; those with a partner have a strong link, the others none."""
    weights = np.where(np.arange(10_000) < share * 10_000, 20.0, -np.inf)
    left, right = estimate_pi(weights, 10_000, 12_500, claimed_bound=0.95, **SETTINGS)
    assert left == pytest.approx(share, abs=0.002)  # twenty records of prior draw it slightly to 0.9
    assert right == pytest.approx(left * 0.8, abs=0.001)


def test_bounds_hold():
    left, right = estimate_pi(np.full(5_000, 30.0), 5_000, 5_000, claimed_bound=0.95, **SETTINGS)
    assert (left, right) == (0.995, 0.95)
    left, _ = estimate_pi(np.full(5_000, -np.inf), 5_000, 5_000, claimed_bound=0.95, **SETTINGS)
    assert left == 0.5


def test_an_la_without_returns_does_not_borrow_the_coverage_of_others():
    groups = np.array(["A"] * 2_000 + ["B"] * 2_000)
    weights = np.where(groups == "A", 20.0, -np.inf)
    shares = estimate_pi_by_group(groups, weights, pi_left=0.9, pi_right=0.8, **SETTINGS)
    assert shares["A"] > 0.98 and shares["B"] == 0.5
    # there a link must be 5 bits stronger to be believed
    assert even_weight(shares["B"], 0.8, 0.8) - even_weight(shares["A"], 0.8, 0.8) > 4


def test_even_weight_is_the_odds_that_both_ends_are_alone():
    """With 1 in 10 left and 1 in 4 right without a partner: odds 1/40, log2 = -5.32."""
    assert even_weight(0.9, 0.75, 0.9) == pytest.approx(-5.3219, abs=1e-4)


def test_persons_who_could_not_be_on_the_left_do_not_dilute_the_others():
    """2,000 persons of the years asked for, 96 % taken; 1,000 older ones, none taken: 64 % over all."""
    groups = np.array([1] * 2_000 + [0] * 1_000)
    found = np.where(np.arange(3_000) < 1_920, 1.0, 0.0)
    shares = claimed_by_group(groups, found, pi_right=0.64, bound=0.97)
    assert shares[0] == pytest.approx(0.952, abs=0.002)  # fifty persons of prior draw it towards 0.64
    assert shares[-1] == pytest.approx(0.0305, abs=0.001)


def test_the_share_claimed_is_bounded():
    assert claimed_by_group(np.zeros(9_000, dtype=int), np.ones(9_000), pi_right=0.9, bound=0.97).max() == 0.97


def test_a_kind_that_is_on_no_other_list_is_not_given_partners():
    """Of 3,500 pupils of independent schools none has a link: the share is next to nothing."""
    bounds = {"assumed": 0.8, "bounds": (0.0005, 0.995)}
    left, _ = estimate_pi(np.full(3_500, -np.inf), 3_500, 90_000, claimed_bound=0.97, prior_share=0.02, **bounds)
    assert left == 0.0005
