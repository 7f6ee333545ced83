"""The one-to-one assignment against brute force, ties, and the value of the next best pairing."""

from __future__ import annotations

import numpy as np
import pytest

from orchestration.linkage.resolve import assignment
from orchestration.linkage.resolve.assignment import assign, rival_values


def best_total(left, right, values) -> float:
    """The greatest total over every one-to-one choice, by trying all of them."""

    def go(i, used_left, used_right):
        if i == len(left):
            return 0.0
        best = go(i + 1, used_left, used_right)
        if left[i] not in used_left and right[i] not in used_right:
            best = max(best, values[i] + go(i + 1, used_left | {left[i]}, used_right | {right[i]}))
        return best

    return go(0, frozenset(), frozenset())


def random_graph(seed: int):
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(rng.integers(1, 6)) for b in range(rng.integers(1, 6)) if rng.random() < 0.6]
    left, right = (np.array([p[i] for p in pairs], dtype=np.int64) for i in (0, 1))
    return left, right, rng.integers(-3, 9, len(pairs)).astype(float)  # whole numbers, so that ties occur


@pytest.mark.parametrize("cells", [assignment.DENSE_CELLS, 0], ids=["dense", "sparse"])
def test_assignment_is_optimal_on_small_graphs(monkeypatch, cells):
    monkeypatch.setattr(assignment, "DENSE_CELLS", cells)
    for seed in range(150):
        left, right, values = random_graph(seed)
        chosen = assign(left, right, values)
        assert len(set(left[chosen])) == len(set(right[chosen])) == len(chosen)
        assert values[chosen].sum() == pytest.approx(best_total(left, right, values)), seed
        assert (values[chosen] > 0).all()


def test_assignment_does_not_depend_on_row_order():
    for seed in range(50):
        left, right, values = random_graph(seed)
        order = np.random.default_rng(seed).permutation(len(left))
        straight = {(left[i], right[i]) for i in assign(left, right, values)}
        shuffled = {(left[order][i], right[order][i]) for i in assign(left[order], right[order], values[order])}
        assert straight == shuffled, seed


def test_two_strong_links_beat_one_stronger():
    """Taking the best pair first (0-0) would leave 1 alone; together 9 + 9 exceed 10 + 0."""
    left, right = np.array([0, 0, 1]), np.array([0, 1, 0])
    chosen = assign(left, right, np.array([10.0, 9.0, 9.0]))
    assert chosen.tolist() == [1, 2]


def test_nothing_to_assign():
    empty = np.empty(0, dtype=np.int64)
    assert assign(empty, empty, np.empty(0)).tolist() == []


def test_rival_of_a_free_alternative_is_its_value():
    left, right, values = np.array([0, 0]), np.array([0, 1]), np.array([10.0, 7.0])
    chosen = assign(left, right, values)
    assert rival_values(left, right, values, chosen).tolist() == [7.0]


def test_rival_counts_the_companion_that_must_move():
    """Twins, both on both sides: changing partners loses 30 + 30 and wins 15 + 15, so the gap is 30."""
    left, right = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    values = np.array([30.0, 15.0, 15.0, 30.0])
    chosen = assign(left, right, values)
    assert (values[chosen] - rival_values(left, right, values, chosen)).tolist() == [30.0, 30.0]


def test_rivals_that_are_equal_leave_no_gap():
    left, right, values = np.array([0, 1]), np.array([0, 0]), np.array([8.0, 8.0])
    chosen = assign(left, right, values)
    assert (values[chosen] - rival_values(left, right, values, chosen)).tolist() == [0.0]
