"""The cycle's own settings into ``raw.cycles`` and ``raw.participating_las``.

Keep out how ``cycle.toml`` is read (``cycle.py``) and the loading of files (``load.py``).
"""

from __future__ import annotations

import duckdb

from orchestration.landing.cycle import Cycle
from orchestration.landing.tables import create_raw_tables
from orchestration.storage.transaction import transaction


def load_cycle(con: duckdb.DuckDBPyConnection, cycle: Cycle) -> None:
    """Store the cycle's settings and participating authorities, and make it the current one."""
    create_raw_tables(con, "cycles", "participating_las")
    with transaction(con):
        con.execute("delete from raw.cycles where cycle = ?", [cycle.cycle])
        con.execute("update raw.cycles set is_current = false")
        con.execute(
            "insert into raw.cycles (cycle, kind, reference_date, deadline_nhs,"
            " deadline_independent_schools, is_current, ehe_not_assessed_counts) values (?, ?, ?, ?, ?, true, ?)",
            [
                cycle.cycle,
                cycle.kind,
                cycle.reference_date,
                cycle.deadlines.get("nhs"),
                cycle.deadlines.get("independent_schools"),
                cycle.ehe_not_assessed_counts,
            ],
        )
        con.execute("delete from raw.participating_las where cycle = ?", [cycle.cycle])
        for la in cycle.participating_las:
            con.execute("insert into raw.participating_las values (?, ?)", [cycle.cycle, la])
