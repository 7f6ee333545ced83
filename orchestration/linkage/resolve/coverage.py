"""Estimates pi, the share of records with a partner on the other side, from the data of the run.

Populations are not known beforehand: in one LA nearly every child is found, in another a third of the
schools did not answer. The prior of a single record, and with it every threshold, hangs on pi, so it
is estimated and bounded, never assumed. Keep out thresholds: those follow from costs (settings.py).
"""

from __future__ import annotations

import numpy as np

# A handful of records say little about a share: so many records act as if seen before.
PRIOR_RECORDS = 20
GROUP_RECORDS = 50
# First guesses of the share with a partner. Nearly every child on the NHS list is at some school; who left a
# roll, has a case or is at an independent school may be on no other list at all.
FIRST_GUESS = {"nhs": 0.9, "leaver": 0.3, "cme": 0.1, "independent_school": 0.02}


def even_weight(pi_left: float | np.ndarray, pi_right: float | np.ndarray, assumed: float) -> float | np.ndarray:
    """The pair weight at which a one-to-one link is as likely true as false.

    If the link is false, this left record has no partner *and* this right person has none: had either
    a true partner, the assignment would have given it that. The odds of that are
    (1 - pi_left) * (1 - pi_right). The weight contains a prior in which the share was ``assumed``.
    """
    return np.log2((1 - pi_left) * (1 - pi_right)) - np.log2(pi_left / assumed)


def estimate_pi(
    weights: np.ndarray,
    records: int,
    persons: int,
    *,
    assumed: float,
    bounds: tuple[float, float],
    claimed_bound: float,
    prior_share: float = 0.9,
) -> tuple[float, float]:
    """The shares of ``records`` and of ``persons`` that have a partner on the other side.

    ``weights`` are the weights of the links left after one-to-one assignment, at most one a record,
    with a prior in which the share was ``assumed``. The mean chance that the link shown is true is
    the new share, and the two are repeated until they agree (expectation maximisation).
    """
    low, high = bounds
    left = min(max(assumed, low), high)
    right = min(left * records / max(persons, 1), claimed_bound)
    for _ in range(200):
        even = even_weight(left, right, assumed)
        found = float(np.sum(1 / (1 + np.exp2(np.clip(even - weights, -60, 60)))))
        new = (found + prior_share * PRIOR_RECORDS) / (records + PRIOR_RECORDS)
        new = min(max(new, low), high)
        right = min(new * records / max(persons, 1), claimed_bound)
        if abs(new - left) < 1e-7:
            break
        left = new
    return round(left, 6), round(right, 6)


def estimate_pi_by_group(
    groups: np.ndarray,
    weights: np.ndarray,
    *,
    pi_left: float,
    pi_right: float,
    assumed: float,
    bounds: tuple[float, float],
) -> dict[str, float]:
    """The share by group of left records (LA), drawn towards ``pi_left`` where a group is small.

    An LA whose schools did not answer has hardly any partners, and there the best candidate is
    usually somebody else: its records must not borrow the coverage of the others. ``weights`` has one
    entry a record of ``groups``, minus infinity where nothing was assigned.
    """
    shares = {}
    for group in np.unique(groups):
        w = weights[groups == group]
        pi = pi_left
        for _ in range(100):
            even = even_weight(pi, pi_right, assumed)
            found = float(np.sum(1 / (1 + np.exp2(np.clip(even - w, -60, 60)))))
            new = (found + pi_left * GROUP_RECORDS) / (len(w) + GROUP_RECORDS)
            new = min(max(new, bounds[0]), bounds[1])
            if abs(new - pi) < 1e-6:
                break
            pi = new
        shares[str(group)] = round(pi, 6)
    return shares


def claimed_by_group(groups: np.ndarray, found: np.ndarray, *, pi_right: float, bound: float) -> np.ndarray:
    """For each right person the share of its group that is some left record's partner.

    A person born outside the years that were asked for, or living where nobody's records came from, has no
    partner on the left: that such a person is free says nothing, while nearly every other one is taken.
    ``groups`` numbers the group of each person from 0, ``found`` is the chance that the person's link is true.
    """
    sizes = np.bincount(groups)
    taken = np.bincount(groups, weights=found)
    shares = (taken + pi_right * GROUP_RECORDS) / (sizes + GROUP_RECORDS)
    return np.round(np.minimum(shares, bound), 6)[groups]
