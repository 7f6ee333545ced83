"""Fixtures that run the dbt project's macros without dbt.

Put here how a macro becomes SQL and where it runs: an in-memory DuckDB holding the project's own seeds.
Keep out the cases, which are tables in the test modules.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import jinja2
import pytest

DBT_PROJECT = Path(__file__).parents[3] / "dbt_project"


@pytest.fixture(scope="session")
def render() -> Callable[[str], str]:
    """A function that turns a macro call, such as ``fold_name('x')``, into SQL."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    sources = "\n".join(
        (DBT_PROJECT / "macros" / f"{name}.sql").read_text(encoding="utf-8")
        for name in (
            "text",
            "given",
            "address",
            "postcode",
            "dates",
            "upn",
            "compulsory_school_age",
            "code",
            "placed_by_la",
            "full_name",
            "says_child_died",
            "field_comparison",
            "suppression",
        )
    )

    @cache
    def to_sql(call: str) -> str:
        template = environment.from_string(sources + "{{ " + call + " }}")
        return template.render(ref=lambda name: f"seeds.{name}").strip()

    return to_sql


@pytest.fixture(scope="session")
def con() -> duckdb.DuckDBPyConnection:
    """DuckDB with the project's seeds, all text."""
    connection = duckdb.connect()
    connection.execute("create schema seeds")
    for seed in (DBT_PROJECT / "seeds").glob("*.csv"):
        connection.execute(
            f"create table seeds.{seed.stem} as from read_csv('{seed}', header = true, all_varchar = true)"
        )
    return connection


@pytest.fixture(scope="session")
def evaluate(render, con) -> Callable:
    """A function that evaluates a macro call over values of a column ``x``, in their order."""

    def run(call: str, values: list, column_type: str = "varchar") -> list:
        rows = con.execute(
            f"select {render(call)} from (select unnest($1::{column_type}[]) as x, "
            "unnest(range(len($1))) as place) order by place",
            [values],
        ).fetchall()
        return [row[0] for row in rows]

    return run
