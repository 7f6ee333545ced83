"""From scored pairs to at most one proposed link a record, one-to-one within each left kind.

Put here what is certain (people's decisions, exact matches) and the choice among the rest by weight.
Keep out scores (score.py), arithmetic (assignment.py), and whether a proposal is good enough
(decide/holds.py).
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.linkage.coverage import (
    FIRST_GUESS,
    claimed_by_group,
    estimate_pi,
    estimate_pi_by_group,
    even_weight,
)
from orchestration.linkage.person_groups import person_groups
from orchestration.linkage.resolve.assignment import assign, rival_values
from orchestration.linkage.settings import PROVING_KINDS, LinkageSettings


def best_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``pairs``: for each left record and person the best record of that person.

    Ties go to the kind that comes first in PROVING_KINDS, then to the smaller record_id. Pairs that a
    person rejected are gone, with all other records of the same person.
    """
    order = " ".join(f"when '{kind}' then {i}" for i, kind in enumerate(PROVING_KINDS))
    con.execute(f"""
        create or replace table pairs as
        select s.*, p.person_id
        from scored s join persons p on p.record_id = s.right_id
        where (s.left_id, p.person_id) not in (
            select d.left_record_id, q.person_id from pair_decisions d
            join persons q on q.record_id = d.right_record_id where d.decision = 'not_match')
        qualify row_number() over (partition by s.left_id, p.person_id
            order by s.match_weight desc, case s.right_kind {order} end, s.right_id) = 1
        order by left_id, person_id
    """)


def settle_certain(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``links`` with the links that need no weight: people's decisions, then exact matches.

    Exact: surname, forename, birth date and postcode all agree with a record of one person only. Of
    several left records of one kind that agree with the same person one is taken, the smallest
    record_id after the greatest weight; the others are looked at as duplicates.
    """
    con.execute("""
        create or replace table links (
            left_id varchar, left_kind varchar, person_id varchar, right_id varchar, right_kind varchar,
            decision varchar, match_reason varchar, match_weight double, match_probability double,
            rival_weight double);
        insert into links
        select l.unique_id, l.kind, p.person_id, d.right_record_id, r.kind, 'accept', 'person_decision',
            s.match_weight, 1.0, null
        from pair_decisions d
        join left_features l on l.unique_id = d.left_record_id
        join right_features r on r.unique_id = d.right_record_id
        join persons p on p.record_id = r.unique_id
        left join scored s on s.left_id = l.unique_id and s.right_id = r.unique_id
        where d.decision = 'match' and l.kind <> r.kind
        qualify row_number() over (partition by l.unique_id order by s.match_weight desc nulls last, r.unique_id) = 1
            and row_number() over (partition by l.kind, p.person_id order by s.match_weight desc nulls last, l.unique_id) = 1;
    """)
    con.execute("""
        insert into links
        with exact as (
            select l.unique_id as left_id, l.kind as left_kind, p.person_id, r.unique_id as right_id, r.kind as right_kind,
                count(distinct p.person_id) over (partition by l.unique_id) as persons_met
            from left_features l
            join right_features r on l.surname_key = r.surname_key and l.forename_key = r.forename_key
                and l.dob = r.dob and l.pc = r.pc and l.kind <> r.kind
            join persons p on p.record_id = r.unique_id
            where (l.unique_id, p.person_id) not in (
                select d.left_record_id, q.person_id from pair_decisions d
                join persons q on q.record_id = d.right_record_id where d.decision = 'not_match')
              and l.unique_id not in (select left_id from links)
              and (l.kind, p.person_id) not in (select (left_kind, person_id) from links)
        ), weighed as (
            select e.*, coalesce(s.match_weight, 0) as match_weight
            from exact e left join scored s on s.left_id = e.left_id and s.right_id = e.right_id
            where persons_met = 1
            qualify row_number() over (partition by e.left_id order by match_weight desc, e.right_id) = 1
        )
        select left_id, left_kind, person_id, right_id, right_kind, 'accept', 'exact_all_fields', match_weight, null, null
        from weighed
        qualify row_number() over (partition by left_kind, person_id order by match_weight desc, left_id) = 1
    """)


def assign_rest(
    con: duckdb.DuckDBPyConnection, *, prior: float, settings: LinkageSettings
) -> dict[str, dict[str, Any]]:
    """Make ``proposed`` (one-to-one links among what is not settled, kind by kind) and ``cuts``.

    ``cuts`` has for each left record the weight at which a link is even, accepted, and looked at.
    Returns for each left kind the estimated coverage, and the weights where an LA has that coverage.
    """
    everyone = person_groups(con)
    persons = len(everyone["person_id"])
    assumed = assumed_share(con, prior)
    con.execute("""
        create or replace table proposed (left_id varchar, person_id varchar, match_weight double,
            match_probability double, rival_weight double);
        create or replace table cuts (left_id varchar, coverage double, even_weight double, accept_weight double,
            review_weight double, alone double);
        create or replace table claims (left_kind varchar, person_id varchar, claim_weight double, absent_left double)""")
    report: dict[str, dict[str, Any]] = {}
    for (kind,) in con.execute("select distinct kind from left_features order by kind").fetchall():
        records = _columns(
            con,
            """
            select unique_id, coalesce(la_code, 'unknown') as la_code, k.match_weight as settled_weight, k.left_id is not null as settled, k.person_id
            from left_features l left join links k on k.left_id = l.unique_id
            where l.kind = $kind order by unique_id""",
            kind,
        )
        free = _columns(
            con,
            """
            select left_id, person_id, match_weight from pairs
            where left_kind = $kind and left_id not in (select left_id from links)
              and person_id not in (select person_id from links where left_kind = $kind)
            order by left_id, person_id""",
            kind,
        )
        weights = free["match_weight"].to_numpy()
        person_ids, right = np.unique(free["person_id"].to_numpy(), return_inverse=True)
        # records and persons are in the order of their ids, so a position is a code given by content
        left = np.searchsorted(records["unique_id"].to_numpy(), free["left_id"].to_numpy())
        person = np.searchsorted(everyone["person_id"], free["person_id"].to_numpy())
        settled = records["settled"].to_numpy()
        linked = np.where(settled, np.nan_to_num(records["settled_weight"].to_numpy(), nan=60.0), -np.inf)
        settled_persons = np.searchsorted(everyone["person_id"], records["person_id"].drop_null().to_numpy())
        groups = everyone["group_of"][kind]
        pi_right = settings.claimed_bound
        claimed = by_person = np.full(persons, pi_right)
        low, high = settings.pi_bounds
        pi_left = min(max(assumed, low), high)
        by_record = np.full(len(linked), pi_left)
        shares: dict[str, float] = {}
        # the shares decide what "no partner" is worth and the assignment decides the shares
        for _ in range(3):
            start = even_weight(by_record[left], by_person[person], assumed)
            chosen = assign(left, right, weights - start)
            found = np.zeros(persons)
            found[settled_persons] = 1.0
            found[person[chosen]] = 1 / (1 + np.exp2(np.clip((start - weights)[chosen], -60, 60)))
            shown = linked.copy()
            shown[left[chosen]] = weights[chosen]
            share = {"assumed": assumed, "bounds": settings.pi_bounds}
            pi_left, pi_right = estimate_pi(
                shown,
                len(shown),
                persons,
                claimed_bound=settings.claimed_bound,
                prior_share=FIRST_GUESS.get(kind, 0.1),
                **share,
            )
            claimed = claimed_by_group(groups, found, pi_right=pi_right, bound=high)
            by_person = np.minimum(claimed, settings.claimed_bound)
            # a link is told from none by the right end it has
            offset = np.zeros(len(shown))
            offset[left[chosen]] = np.log2(1 - by_person[person[chosen]]) - np.log2(1 - pi_right)
            shares = estimate_pi_by_group(
                records["la_code"].to_numpy(), shown - offset, pi_left=pi_left, pi_right=pi_right, **share
            )
            by_record = np.array([shares[la] for la in records["la_code"].to_pylist()])
        claim = np.log2(1 - by_person)
        alone = even_weight(by_record, 0.0, assumed)
        _propose(con, records["unique_id"], person_ids, left, right, weights, alone[left] + claim[person], settings)
        # for a record without a candidate: the claim of a person of its own years and places
        usual = float(np.log2(1 - min(np.max(by_person, initial=0.0), settings.claimed_bound)))
        _insert(
            con,
            "cuts",
            {
                "left_id": records["unique_id"],
                "coverage": by_record,
                "even_weight": np.round(alone + usual, 6),
                "accept_weight": np.round(alone + usual + settings.costs.accept_log_odds, 6),
                "review_weight": np.round(alone + usual + settings.costs.review_log_odds, 6),
                # the odds against a partner where the right end is known to be somebody's
                "alone": np.round(alone, 6),
            },
        )
        _insert(
            con,
            "claims",
            {
                "left_kind": np.full(persons, kind),
                "person_id": everyone["person_id"],
                "claim_weight": np.round(claim, 6),
                "absent_left": np.round(1 - claimed, 6),
            },
        )
        typical = float(even_weight(pi_left, 0.0, assumed)) + usual
        report[kind] = {
            "coverage": pi_left,
            "coverage_of_persons": pi_right,
            "coverage_by_la": shares,
            "accept_weight": round(typical + settings.costs.accept_log_odds, 6),
            "even_weight": round(typical, 6),
            "review_weight": round(typical + settings.costs.review_log_odds, 6),
        }
    con.execute("""
        update links set match_probability = round(1 / (1 + pow(2, c.alone + q.claim_weight - links.match_weight)), 9)
        from cuts c, claims q where c.left_id = links.left_id and q.left_kind = links.left_kind
            and q.person_id = links.person_id and links.match_probability is null""")
    return report


def assumed_share(con: duckdb.DuckDBPyConnection, prior: float) -> float:
    """The share of left records with a partner that the prior of the weights implies."""
    proving = con.execute("select count(*) from persons").fetchall()[0][0]
    return min(max(prior * max(proving, 1), 1e-6), 0.9999)


def _propose(
    con: duckdb.DuckDBPyConnection,
    left_ids: pa.ChunkedArray,
    person_ids: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    weights: np.ndarray,
    even: np.ndarray,
    settings: LinkageSettings,
) -> None:
    """Assign above even odds, then, among what is still free, down to the weight worth a look."""
    depth = -settings.costs.review_log_odds
    values = weights - even
    chosen = assign(left, right, values)
    rivals = rival_values(left, right, values, chosen)
    free = np.flatnonzero(~np.isin(left, left[chosen]) & ~np.isin(right, right[chosen]))
    weak = assign(left[free], right[free], values[free] + depth)
    weak_rivals = rival_values(left[free], right[free], values[free] + depth, weak) - depth
    picked = np.concatenate([chosen, free[weak]]).astype(np.int64)
    rival = np.concatenate([rivals, weak_rivals])
    no_rival = rival <= np.where(np.arange(len(picked)) < len(chosen), 0, -depth)
    # against a link stand its rival and, with odds 1, no partner at all
    odds = np.exp2(np.clip(values[picked], -60, 60))
    against = 1 + np.where(no_rival, 0, np.exp2(np.clip(rival, -60, 60)))
    _insert(
        con,
        "proposed",
        {
            "left_id": left_ids.take(pa.array(left[picked])),
            "person_id": pa.array(person_ids[right[picked]], pa.string()),
            "match_weight": weights[picked],
            "match_probability": np.round(odds / (odds + against), 9),
            "rival_weight": pa.array(np.round(rival + even[picked], 6), mask=no_rival),
        },
    )


def _columns(con: duckdb.DuckDBPyConnection, query: str, kind: str) -> pa.Table:
    return con.sql(query, params={"kind": kind}).to_arrow_table()


def _insert(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, Any]) -> None:
    con.register("given", pa.table(columns))
    con.execute(f"insert into {table} from given")
    con.unregister("given")
