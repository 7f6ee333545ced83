"""From scored pairs to proposed links: one to one over the whole graph, duplicates, households, evidence.

The entrances, in the order in which run.py calls them. Keep out whether a proposal is accepted: that is decide/.
"""

from __future__ import annotations

from typing import Any

import duckdb

from orchestration.linkage.resolve.certain import choose_person_records, link_certain
from orchestration.linkage.resolve.duplicates import find_duplicates
from orchestration.linkage.resolve.evidence import link_evidence
from orchestration.linkage.resolve.household import link_households
from orchestration.linkage.resolve.one_to_one import assign_remaining
from orchestration.linkage.settings import LinkageSettings

__all__ = ["find_duplicates", "link_evidence", "link_households", "propose_links"]


def propose_links(
    con: duckdb.DuckDBPyConnection, *, prior: float, settings: LinkageSettings
) -> dict[str, dict[str, Any]]:
    """Make ``links`` with what is certain, and ``proposed_links`` with the best choice among the rest.

    ``prior`` is the probability that two records drawn at random are one child. Returns coverage and thresholds by left
    kind, as ``assign_remaining`` does.
    """
    choose_person_records(con)
    link_certain(con)
    return assign_remaining(con, prior=prior, settings=settings)
