"""Which share of records, and of persons, has a partner on the other side, from the open pairs of a left kind.

Put here the pairs of a kind as arrays, and the estimate that assigning them gives. Keep out its arithmetic
(coverage.py) and what is proposed with it (one_to_one.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from orchestration.linkage.resolve.assignment import assign
from orchestration.linkage.resolve.coverage import claimed_by_group, estimate_pi, estimate_pi_by_group, even_weight
from orchestration.linkage.resolve.person_groups import PersonGroups
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql

# A link by a decision may have no scored pair: it counts as so many bits, that is as good as certain.
DECIDED_WEIGHT = 60.0
# The share with a partner decides what "no partner" is worth, and the assignment decides the share.
ROUNDS = 3
# Odds beyond 2 to this power are all the same, and exp2 would overflow.
MOST_BITS = 60


@dataclass(frozen=True)
class OpenPairs:
    """The records of one left kind, and their pairs of which neither end has a certain link.

    Records are numbered in the order of their ids, persons as in ``PersonGroups``: a number is a code given by content,
    not by row order. ``left``, ``person`` and ``weights`` (bits) have one entry a pair; ``record_ids``, ``la_codes``
    and ``linked_weights`` (of the certain link, minus infinity without one) one a record; ``linked_persons`` one a
    certain link.
    """

    record_ids: np.ndarray
    la_codes: np.ndarray
    linked_weights: np.ndarray
    linked_persons: np.ndarray
    left: np.ndarray
    person: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Shares:
    """Which share has a partner on the other side: of the records of a left kind, and of all persons.

    ``of_records`` and ``of_persons`` are means, ``by_la`` the share of records by authority, ``by_record`` that of each
    record; ``claimed`` is the share of each person's group, ``by_person`` the same below ``claimed_bound``.
    """

    of_records: float
    of_persons: float
    by_la: dict[str, float]
    by_record: np.ndarray
    by_person: np.ndarray
    claimed: np.ndarray


def open_pairs(con: duckdb.DuckDBPyConnection, kind: str, persons: PersonGroups) -> OpenPairs:
    """The open pairs of a left kind, from ``person_pairs`` and ``links``."""
    records = sql.arrow(con, "resolve/records_of_kind", {"left_kind": kind})
    pairs = sql.arrow(con, "resolve/open_pairs_of_kind", {"left_kind": kind})
    record_ids = records["unique_id"].to_numpy()
    return OpenPairs(
        record_ids=record_ids,
        la_codes=records["la_code"].to_numpy(),
        linked_weights=np.where(
            records["is_linked"].to_numpy(),
            np.nan_to_num(records["linked_weight"].to_numpy(), nan=DECIDED_WEIGHT),
            -np.inf,
        ),
        linked_persons=np.searchsorted(persons.person_ids, records["linked_person_id"].drop_null().to_numpy()),
        left=np.searchsorted(record_ids, pairs["left_id"].to_numpy()),
        person=np.searchsorted(persons.person_ids, pairs["person_id"].to_numpy()),
        weights=pairs["match_weight"].to_numpy(),
    )


def estimate_shares(
    pairs: OpenPairs, groups: np.ndarray, *, assumed: float, first_guess: float, settings: LinkageSettings
) -> Shares:
    """Assign and count in turn, ``ROUNDS`` times: each assignment rests on the shares of the one before.

    ``groups`` numbers the group of each person; ``assumed`` is the share of records with a partner that the weights
    imply, ``first_guess`` the one expected of this kind where there is little to count.
    """
    low, high = settings.pi_bounds
    start = min(max(assumed, low), high)
    shares = Shares(
        of_records=start,
        of_persons=settings.claimed_bound,
        by_la={},
        by_record=np.full(len(pairs.record_ids), start),
        by_person=np.full(len(groups), settings.claimed_bound),
        claimed=np.full(len(groups), settings.claimed_bound),
    )
    for _ in range(ROUNDS):
        shares = _next_shares(pairs, groups, shares, assumed=assumed, first_guess=first_guess, settings=settings)
    return shares


def _next_shares(
    pairs: OpenPairs,
    groups: np.ndarray,
    shares: Shares,
    *,
    assumed: float,
    first_guess: float,
    settings: LinkageSettings,
) -> Shares:
    """The shares that the best assignment under ``shares`` shows."""
    even = even_weight(shares.by_record[pairs.left], shares.by_person[pairs.person], assumed)
    chosen = assign(pairs.left, pairs.person, pairs.weights - even)
    found = np.zeros(len(groups))
    found[pairs.linked_persons] = 1.0
    found[pairs.person[chosen]] = 1 / (1 + odds((even - pairs.weights)[chosen]))
    link_weights = pairs.linked_weights.copy()
    link_weights[pairs.left[chosen]] = pairs.weights[chosen]
    of_records, of_persons = estimate_pi(
        link_weights,
        len(link_weights),
        len(groups),
        assumed=assumed,
        bounds=settings.pi_bounds,
        claimed_bound=settings.claimed_bound,
        prior_share=first_guess,
    )
    claimed = claimed_by_group(groups, found, pi_right=of_persons, bound=settings.pi_bounds[1])
    by_person = np.minimum(claimed, settings.claimed_bound)
    # by authority a link counts by the person it has, not by the usual one
    offset = np.zeros(len(link_weights))
    offset[pairs.left[chosen]] = np.log2(1 - by_person[pairs.person[chosen]]) - np.log2(1 - of_persons)
    by_la = estimate_pi_by_group(
        pairs.la_codes,
        link_weights - offset,
        pi_left=of_records,
        pi_right=of_persons,
        assumed=assumed,
        bounds=settings.pi_bounds,
    )
    return Shares(
        of_records=of_records,
        of_persons=of_persons,
        by_la=by_la,
        by_record=np.array([by_la[la] for la in pairs.la_codes.tolist()]),
        by_person=by_person,
        claimed=claimed,
    )


def odds(weights: np.ndarray) -> np.ndarray:
    """The odds of weights in bits, bounded by ``MOST_BITS`` either way."""
    return np.exp2(np.clip(weights, -MOST_BITS, MOST_BITS))
