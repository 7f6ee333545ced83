"""Links to records that are shown beside a child and never clear it: cases and leavers.

Put here the choice of the best case and the best leaver's record of each left record. Keep out links to
proof of education (resolve/one_to_one.py): a child with evidence only is still a child who was not found.
"""

from __future__ import annotations

from itertools import product

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.linkage.coverage import estimate_pi, even_weight
from orchestration.linkage.decide.holds import CONFLICT_LEVELS
from orchestration.linkage.resolve.assignment import assign
from orchestration.linkage.settings import EVIDENCE_KINDS, LinkageSettings
from orchestration.linkage.sql import quoted

# Few children have a case or left a roll: bounds and first guess for the share that do.
SHARE_BOUNDS, SHARE_GUESS = (0.0005, 0.5), 0.02


def link_evidence(con: duckdb.DuckDBPyConnection, *, prior: float, settings: LinkageSettings) -> None:
    """Make ``evidence``: accepted links to evidence kinds, one-to-one within left and right kind."""
    conflict = quoted(CONFLICT_LEVELS)
    con.execute("""create or replace table evidence (left_id varchar, left_kind varchar, right_id varchar,
        right_kind varchar, match_weight double, match_probability double)""")
    left_sizes, sizes = (
        dict(con.execute(f"select kind, count(*) from {side}_features group by kind order by kind").fetchall())
        for side in ("left", "right")
    )
    for (left_kind, records), right_kind in product(left_sizes.items(), EVIDENCE_KINDS):
        if right_kind not in sizes or right_kind == left_kind:
            continue
        pairs = con.sql(
            f"""
            select left_id, right_id, match_weight from scored
            where left_kind = $left_kind and right_kind = $right_kind
              and coalesce(forename_level not in ({conflict}), false)
              and (left_id, right_id) not in (
                  select (left_record_id, right_record_id) from pair_decisions where decision = 'not_match')
            order by left_id, right_id""",
            params={"left_kind": left_kind, "right_kind": right_kind},
        ).to_arrow_table()
        if not pairs.num_rows:
            continue
        weights = pairs["match_weight"].to_numpy()
        left_ids, left = np.unique(pairs["left_id"].to_numpy(), return_inverse=True)
        right_ids, right = np.unique(pairs["right_id"].to_numpy(), return_inverse=True)
        assumed = min(max(prior * sizes[right_kind], 1e-9), 0.9999)
        chosen = assign(left, right, weights - weights.min() + 1e-3)
        share, _ = estimate_pi(
            weights[chosen],
            records,
            sizes[right_kind],
            assumed=assumed,
            bounds=SHARE_BOUNDS,
            claimed_bound=settings.claimed_bound,
            prior_share=SHARE_GUESS,
        )
        # a case or leaver whose child is not on the left is common: no credit for its being free
        even = float(even_weight(share, 0.0, assumed))
        chosen = assign(left, right, weights - even)
        probability = np.round(1 / (1 + np.exp2(even - weights[chosen])), 9)
        sure = probability >= settings.costs.accept_probability
        con.register(
            "given",
            pa.table(
                {
                    "left_id": pa.array(left_ids[left[chosen][sure]], pa.string()),
                    "left_kind": pa.array([left_kind] * int(sure.sum()), pa.string()),
                    "right_id": pa.array(right_ids[right[chosen][sure]], pa.string()),
                    "right_kind": pa.array([right_kind] * int(sure.sum()), pa.string()),
                    "match_weight": weights[chosen][sure],
                    "match_probability": probability[sure],
                }
            ),
        )
        con.execute("insert into evidence from given")
        con.unregister("given")
