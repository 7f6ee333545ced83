"""Links to records that are shown beside a child and never clear it: cases and leavers.

Put here the choice of the best case and the best leaver's record of each left record. Keep out links to
proof of education (one_to_one.py): a child with evidence only is still a child who was not found.
"""

from __future__ import annotations

from itertools import product

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.linkage.level_groups import CONFLICT_LEVELS
from orchestration.linkage.resolve.assignment import assign
from orchestration.linkage.resolve.coverage import estimate_pi, even_weight
from orchestration.linkage.settings import EVIDENCE_KINDS, LinkageSettings
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import EVIDENCE, create_empty, insert

# Few children have a case or left a roll: bounds and first guess for the share that do.
SHARE_BOUNDS, SHARE_GUESS = (0.0005, 0.5), 0.02


def link_evidence(con: duckdb.DuckDBPyConnection, *, prior: float, settings: LinkageSettings) -> None:
    """Make ``evidence``: accepted links to evidence kinds, one-to-one within left and right kind."""
    create_empty(con, EVIDENCE)
    left_sizes, right_sizes = (
        dict(con.execute(f"select kind, count(*) from {side}_features group by kind order by kind").fetchall())
        for side in ("left", "right")
    )
    for left_kind, right_kind in product(left_sizes, EVIDENCE_KINDS):
        if right_kind not in right_sizes or right_kind == left_kind:
            continue
        pairs = sql.arrow(
            con,
            "resolve/evidence_pairs",
            {"left_kind": left_kind, "right_kind": right_kind, "conflict_levels": CONFLICT_LEVELS},
        )
        if pairs.num_rows:
            sizes = left_sizes[left_kind], right_sizes[right_kind]
            chosen, probability = _assign_evidence(pairs, sizes, prior=prior, settings=settings)
            is_accepted = probability >= settings.costs.accept_probability
            _insert_evidence(con, left_kind, right_kind, pairs.take(chosen[is_accepted]), probability[is_accepted])


def _assign_evidence(
    pairs: pa.Table, sizes: tuple[int, int], *, prior: float, settings: LinkageSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of ``pairs`` that are assigned, and the probability of each; ``sizes`` counts left and right records."""
    weights = pairs["match_weight"].to_numpy()
    left = np.unique(pairs["left_id"].to_numpy(), return_inverse=True)[1]
    right = np.unique(pairs["right_id"].to_numpy(), return_inverse=True)[1]
    records, candidates = sizes
    assumed = min(max(prior * candidates, 1e-9), 0.9999)
    chosen = assign(left, right, weights - weights.min() + 1e-3)
    share, _ = estimate_pi(
        weights[chosen],
        records,
        candidates,
        assumed=assumed,
        bounds=SHARE_BOUNDS,
        claimed_bound=settings.claimed_bound,
        prior_share=SHARE_GUESS,
    )
    # a case or leaver whose child is not on the left is common: no credit for its being free
    even = float(even_weight(share, 0.0, assumed))
    chosen = assign(left, right, weights - even)
    return chosen, np.round(1 / (1 + np.exp2(even - weights[chosen])), 9)


def _insert_evidence(
    con: duckdb.DuckDBPyConnection, left_kind: str, right_kind: str, pairs: pa.Table, probability: np.ndarray
) -> None:
    insert(
        con,
        EVIDENCE,
        {
            "left_id": pairs["left_id"],
            "left_kind": pa.array([left_kind] * pairs.num_rows, pa.string()),
            "right_id": pairs["right_id"],
            "right_kind": pa.array([right_kind] * pairs.num_rows, pa.string()),
            "match_weight": pairs["match_weight"],
            "match_probability": probability,
        },
    )
