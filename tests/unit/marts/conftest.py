"""Fixtures that run the evaluation rules of the dbt project on figures typed in, without dbt.

Put here how a rule becomes SQL and how a table is typed in. Keep out the figures, which are in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2
import pytest

RULES = Path(__file__).parents[3] / "dbt_project" / "macros" / "evaluation_rules.sql"

COUNTS_5_1 = (
    "received",
    "in_scope",
    "unreadable",
    "duplicate",
    "out_of_scope_age",
    "out_of_scope_area",
    "already_held",
    "suppressed",
    "perfect",
    "partial",
    "pending_review",
    "unmatched",
    "children",
)
COUNTS_6_1 = (
    "known_before",
    "closed",
    "opened_by_exercise",
    "opened_otherwise",
    "transferred_in",
    "transferred_out",
    "known_after",
    "potential_identified",
    "confirmed_new",
)

Issues = set[tuple]


def _issues(macro: str, keys: tuple[str, ...], counts: tuple[str, ...], rows: list[dict]) -> Issues:
    module = jinja2.Environment().from_string(RULES.read_text(encoding="utf-8")).module
    with duckdb.connect() as con:
        columns = [f"{key} varchar" for key in ("cycle", *keys)] + [f"{n} bigint" for n in counts]
        con.execute(f"create table typed_in ({', '.join(columns)})")
        for row in rows:
            unknown = set(row) - {*keys, *counts}
            assert not unknown, f"no such column: {unknown}"
            values = ["pilot", *(row.get(name) for name in (*keys, *counts))]
            con.execute(f"insert into typed_in values ({', '.join('?' * len(values))})", values)
        found = con.execute(
            f"select {', '.join(keys)}, rule, measure, left_value, right_value "
            f"from ({getattr(module, macro)('typed_in')})"
        ).fetchall()
    assert len(found) == len(set(found)), "an issue is listed once"
    return set(found)


@pytest.fixture
def table_5_1_issues() -> Callable[[list[dict]], Issues]:
    """Issues (la_code, source, rule, measure, left, right) of rows of Table 5.1; what is left out is NULL."""
    return lambda rows: _issues("table_5_1_issues", ("la_code", "source"), COUNTS_5_1, rows)


@pytest.fixture
def table_6_1_issues() -> Callable[[list[dict]], Issues]:
    """Issues (la_code, rule, measure, left, right) of rows of Table 6.1; what is left out is NULL."""
    return lambda rows: _issues("table_6_1_issues", ("la_code",), COUNTS_6_1, rows)
