"""Who of the education side could be on the left at all: persons by place and by years of birth.

Put here groups of persons among whom the share that some left record claims differs widely. Rolls hold
children of all school years and of other places; the NHS is asked for some years and some places only.
Keep out the shares (coverage.py) and what they decide (resolve/one_to_one.py).
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np


def person_groups(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """All person_ids in order, and by left kind the group of each: LA, and whether born in the kind's years.

    Returns ``person_id`` (array) and ``group_of`` (left kind to an array of group numbers from 0).
    """
    kinds = [row[0] for row in con.execute("select distinct kind from left_features order by kind").fetchall()]
    in_years = ", ".join(
        f"coalesce(min(f.dob) between getvariable('first_{i}') and getvariable('last_{i}'), true) as years_{i}"
        for i in range(len(kinds))
    )
    for i, kind in enumerate(kinds):
        for name, value in (("first", "min"), ("last", "max")):
            con.execute(f"set variable {name}_{i} = (select {value}(dob) from left_features where kind = '{kind}')")
    grouped = con.sql(f"""
        select p.person_id, min(coalesce(f.la_code, 'unknown')) as la_code{", " if kinds else ""}{in_years}
        from persons p join right_features f on f.unique_id = p.record_id group by p.person_id order by p.person_id
    """).to_arrow_table()
    _, las = np.unique(np.array(grouped["la_code"].to_pylist(), dtype=str), return_inverse=True)
    return {
        "person_id": grouped["person_id"].to_numpy(),
        "group_of": {
            kind: las.astype(np.int64) * 2 + np.array(grouped[f"years_{i}"].to_pylist(), dtype=np.int64)
            for i, kind in enumerate(kinds)
        },
    }
