"""Which proposed links are accepted, which are held for a person, and which are dropped.

Put here thresholds and holds. Keep out the proposals (resolve/).

The worst error is a false link that hides a missing child, and it happens most where the true partner
is absent: a twin, a sibling or a namesake is then the best candidate left. Hence: where any list shows a
twin, conflicting forenames are never linked without a person, whatever else agrees; and where none does, only
if the run itself shows that a twin whom nobody sees is as good as excluded (unseen_twin_risk.py).
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.decide.unseen_twin_risk import estimate_unseen_twin_risks
from orchestration.linkage.level_groups import CONFLICT_LEVELS, HOME_LEVELS, LOOKALIKE_LEVELS, NAMED_LEVELS
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql


def find_twins(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``left_twin_pairs`` and ``right_twin_pairs``, and ``twin_forenames`` (temp).

    Twins in sight are children of one birth date and home under different forenames on one list.
    """
    sql.run(con, "decide/home_keys")
    sql.run(con, "decide/twin_homes")
    sql.run(con, "decide/left_twin_pairs")
    sql.run(con, "decide/right_twin_pairs")
    sql.run(con, "decide/twin_forenames")


def decide(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Add to ``links`` the proposed links that are accepted or held for review; make ``unseen_twin_risks``.

    Accepted: probable enough, clear of its rival, born in the same year or so, and no twin that it may be: where
    either side shows one, the forenames distinguish the children, or every twin is linked by name already or has
    a forename that would not fit; where none is shown, two forenames are accepted if the risk of an unseen twin is
    small enough.
    """
    accept_probability = settings.costs.accept_probability
    sql.run(con, "decide/name_class")
    sql.run(con, "decide/accepted_reason")
    sql.run(
        con,
        "decide/candidate_links",
        {
            "named_levels": NAMED_LEVELS,
            "conflict_levels": CONFLICT_LEVELS,
            "lookalike_levels": LOOKALIKE_LEVELS,
            "home_levels": HOME_LEVELS,
            "furthest_birth_days": settings.furthest_birth_days,
        },
    )
    estimate_unseen_twin_risks(con, accept_probability=accept_probability)
    sql.run(
        con,
        "decide/decided_links",
        {
            "accept_probability": accept_probability,
            "conflict_levels": CONFLICT_LEVELS,
            "rival_margin": settings.rival_margin,
            "unnamed_needs_home": settings.unnamed_needs_home,
        },
    )
