"""Links that need no weight: what people decided, and records that agree in all four key fields.

Put here what is certain, and which record of a person stands for it. Keep out the choice among the rest by weight
(one_to_one.py).
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.settings import PROVING_KINDS
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import LINKS, create_empty


def choose_person_records(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``person_pairs``: for each left record and person the best record of that person.

    Pairs that somebody rejected are gone, with all other records of the same person.
    """
    sql.run(con, "resolve/rejected_persons")
    sql.run(con, "resolve/person_pairs", {"proving_kinds": PROVING_KINDS})


def link_certain(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``links`` with the links that need no weight: people's decisions, then exact matches."""
    create_empty(con, LINKS)
    sql.run(con, "resolve/links_by_decision")
    sql.run(con, "resolve/exact_links")
