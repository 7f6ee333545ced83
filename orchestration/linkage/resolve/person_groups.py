"""Who of the education side could be on the left at all: persons by place and by years of birth.

Put here groups of persons among whom the share that some left record claims differs widely. Rolls hold
children of all school years and of other places; the NHS is asked for some years and some places only.
Keep out the shares (coverage.py, shares.py) and what they decide (one_to_one.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from orchestration.linkage.stages import sql


@dataclass(frozen=True)
class PersonGroups:
    """All persons in the order of their ids, and the number of each one's group by left kind, from 0."""

    person_ids: np.ndarray
    group_of: dict[str, np.ndarray]

    @property
    def count(self) -> int:
        return len(self.person_ids)


def person_groups(con: duckdb.DuckDBPyConnection, left_kinds: list[str]) -> PersonGroups:
    """Group the persons of ``persons`` by authority and by whether they were born in the years of a left kind."""
    sql.run(con, "resolve/person_births")
    grouped = {kind: sql.arrow(con, "resolve/person_groups", {"left_kind": kind}) for kind in left_kinds}
    first = next(iter(grouped.values()), None)
    return PersonGroups(
        person_ids=np.empty(0, dtype=object) if first is None else first["person_id"].to_numpy(),
        group_of={kind: rows["group_number"].to_numpy() for kind, rows in grouped.items()},
    )
