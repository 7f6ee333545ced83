"""Assigns what is not certain: at most one proposed link a record and a person, within each left kind.

Put here the choice by weight, and the estimates it needs: which share of records and of persons has a partner at all.
Keep out certain links (certain.py), the arithmetic (assignment.py, coverage.py), and whether a proposal is good enough
(decide/).
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.linkage.resolve.assignment import assign, rival_values
from orchestration.linkage.resolve.coverage import FIRST_GUESS, even_weight
from orchestration.linkage.resolve.person_groups import PersonGroups, person_groups
from orchestration.linkage.resolve.shares import OpenPairs, Shares, estimate_shares, odds, open_pairs
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import PERSON_PRIORS, PROPOSED_LINKS, RECORD_THRESHOLDS, create_empty, insert


def assign_remaining(
    con: duckdb.DuckDBPyConnection, *, prior: float, settings: LinkageSettings
) -> dict[str, dict[str, Any]]:
    """Make ``proposed_links``, ``record_thresholds`` and ``person_priors``, kind by kind.

    Also sets the probability of the certain links. Returns for each left kind the estimated coverage, and the weights
    (bits) at which a link is even, accepted, and looked at where an authority has that coverage.
    """
    for table in (PROPOSED_LINKS, RECORD_THRESHOLDS, PERSON_PRIORS):
        create_empty(con, table)
    kinds = [row[0] for row in con.execute("select distinct kind from left_features order by kind").fetchall()]
    persons = person_groups(con, kinds)
    assumed = assumed_share(con, prior)
    report = {}
    for kind in kinds:
        pairs = open_pairs(con, kind, persons)
        shares = estimate_shares(
            pairs,
            persons.group_of[kind],
            assumed=assumed,
            first_guess=FIRST_GUESS.get(kind, 0.1),
            settings=settings,
        )
        no_partner = even_weight(shares.by_record, 0.0, assumed)
        unclaimed = np.log2(1 - shares.by_person)
        _propose(con, pairs, persons, even=no_partner[pairs.left] + unclaimed[pairs.person], settings=settings)
        # for a record without a candidate: a person of its own years and places
        usual = float(np.log2(1 - min(np.max(shares.by_person, initial=0.0), settings.claimed_bound)))
        _insert_thresholds(con, pairs, shares, no_partner=no_partner, usual=usual, settings=settings)
        _insert_priors(con, kind, persons, shares, unclaimed=unclaimed)
        typical = float(even_weight(shares.of_records, 0.0, assumed)) + usual
        report[kind] = {
            "coverage": shares.of_records,
            "coverage_of_persons": shares.of_persons,
            "coverage_by_la": shares.by_la,
            "accept_weight": round(typical + settings.costs.accept_log_odds, 6),
            "even_weight": round(typical, 6),
            "review_weight": round(typical + settings.costs.review_log_odds, 6),
        }
    sql.run(con, "resolve/link_probabilities")
    return report


def assumed_share(con: duckdb.DuckDBPyConnection, prior: float) -> float:
    """The share of left records with a partner that the prior of the weights implies; it counts right records."""
    proving_records = con.execute("select count(*) from persons").fetchall()[0][0]
    return min(max(prior * max(proving_records, 1), 1e-6), 0.9999)


def _propose(
    con: duckdb.DuckDBPyConnection,
    pairs: OpenPairs,
    persons: PersonGroups,
    *,
    even: np.ndarray,
    settings: LinkageSettings,
) -> None:
    """Assign above even odds, then, among what is still free, down to the weight worth a look.

    ``even`` has for each pair the weight at which a link is as likely true as false.
    """
    left, person = pairs.left, pairs.person
    depth = -settings.costs.review_log_odds
    values = pairs.weights - even
    chosen = assign(left, person, values)
    rivals = rival_values(left, person, values, chosen)
    free = np.flatnonzero(~np.isin(left, left[chosen]) & ~np.isin(person, person[chosen]))
    weak = assign(left[free], person[free], values[free] + depth)
    weak_rivals = rival_values(left[free], person[free], values[free] + depth, weak) - depth
    picked = np.concatenate([chosen, free[weak]]).astype(np.int64)
    rival = np.concatenate([rivals, weak_rivals])
    has_no_rival = rival <= np.where(np.arange(len(picked)) < len(chosen), 0, -depth)
    # against a link stand its rival and, with odds 1, no partner at all
    in_favour = odds(values[picked])
    against = 1 + np.where(has_no_rival, 0, odds(rival))
    insert(
        con,
        PROPOSED_LINKS,
        {
            "left_id": _texts(pairs.record_ids[left[picked]]),
            "person_id": _texts(persons.person_ids[person[picked]]),
            "match_weight": pairs.weights[picked],
            "match_probability": np.round(in_favour / (in_favour + against), 9),
            "rival_weight": pa.array(np.round(rival + even[picked], 6), mask=has_no_rival),
        },
    )


def _insert_thresholds(
    con: duckdb.DuckDBPyConnection,
    pairs: OpenPairs,
    shares: Shares,
    *,
    no_partner: np.ndarray,
    usual: float,
    settings: LinkageSettings,
) -> None:
    """Add the kind's records to ``record_thresholds``; ``usual`` is the weight that a usual person adds to even."""
    even = no_partner + usual
    insert(
        con,
        RECORD_THRESHOLDS,
        {
            "left_id": _texts(pairs.record_ids),
            "coverage": shares.by_record,
            "even_weight": np.round(even, 6),
            "accept_weight": np.round(even + settings.costs.accept_log_odds, 6),
            "review_weight": np.round(even + settings.costs.review_log_odds, 6),
            "no_partner_weight": np.round(no_partner, 6),
        },
    )


def _insert_priors(
    con: duckdb.DuckDBPyConnection, kind: str, persons: PersonGroups, shares: Shares, *, unclaimed: np.ndarray
) -> None:
    insert(
        con,
        PERSON_PRIORS,
        {
            "left_kind": _texts(np.full(persons.count, kind)),
            "person_id": _texts(persons.person_ids),
            "unclaimed_weight": np.round(unclaimed, 6),
            "absent_left": np.round(1 - shares.claimed, 6),
        },
    )


def _texts(values: np.ndarray) -> pa.Array:
    return pa.array(values, pa.string())
