"""The interval of a share."""

from __future__ import annotations

import pytest

from orchestration.evaluation.intervals import wilson


def test_wilson_interval():
    """For 95 of 100 the published 95 % interval is 0.8882 to 0.9785."""
    low, high = wilson(95, 100)
    assert (round(low, 4), round(high, 4)) == (0.8882, 0.9785)


def test_the_ends_are_exact_where_all_or_none_succeed():
    assert wilson(10, 10)[1] == 1.0
    assert wilson(0, 10)[0] == 0.0


def test_without_trials_nothing_is_known():
    assert wilson(0, 0) == (0.0, 1.0)


def test_more_successes_than_trials_are_refused():
    with pytest.raises(ValueError):
        wilson(11, 10)
