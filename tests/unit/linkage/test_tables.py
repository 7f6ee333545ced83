"""The tables that steps hand to each other are those declared, and stages say what they read and make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa
import pytest

from orchestration.linkage.run import StepTimer, link_on
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.stages import sql
from orchestration.linkage.tables import PERSONS, TABLES, create_empty, insert


def lasting_tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in con.execute("select table_name from duckdb_tables() where not temporary").fetchall()}


class TablesByStep(StepTimer):
    """Notes which lasting tables each step makes, and which of those that stood before it changes."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        super().__init__()
        self.con = con
        self.made: dict[str, set[str]] = {}
        self.changed: dict[str, set[str]] = {}

    def contents(self) -> dict[str, tuple]:
        return {
            name: self.con.execute(f"select count(*), sum(hash(t)) from {name} t").fetchall()[0]
            for name in lasting_tables(self.con)
        }

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        before = self.contents()
        with super().__call__(name):
            yield
        after = self.contents()
        self.made[name] = set(after) - set(before)
        self.changed[name] = {table for table, content in before.items() if after.get(table) != content}


@pytest.fixture(scope="module")
def after_link(scenario_tables) -> Iterator[tuple[duckdb.DuckDBPyConnection, TablesByStep]]:
    with duckdb.connect() as con:
        step = TablesByStep(con)
        link_on(
            con,
            *scenario_tables,
            cycle="2025-annual",
            settings=LinkageSettings(),
            model=None,
            pair_decisions=None,
            step=step,
        )
        yield con, step


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_declared_table_has_the_declared_columns(after_link, table):
    con, _ = after_link
    found = [(name, kind.lower()) for name, kind, *_ in con.execute(f"describe {table.name}").fetchall()]
    assert found == [(column.name, column.type) for column in table.columns]


def test_each_step_hands_on_the_tables_declared_for_it_and_no_others(after_link):
    _, step = after_link
    declared = {name: {table.name for table in TABLES if table.made_by == name} for name in step.made}
    assert step.made == declared
    assert {table.made_by for table in TABLES} <= set(step.made)


def test_a_step_changes_only_the_tables_that_say_so(after_link):
    _, step = after_link
    declared = {name: {table.name for table in TABLES if name in table.changed_by} for name in step.changed}
    assert step.changed == declared


def test_a_table_without_rows_has_the_same_columns(after_link):
    con, _ = after_link
    with duckdb.connect() as other:
        for table in TABLES:
            create_empty(other, table)
            assert other.sql(f"describe {table.name}").fetchall() == con.sql(f"describe {table.name}").fetchall()


def test_rows_of_other_columns_are_refused():
    with duckdb.connect() as con:
        create_empty(con, PERSONS)
        with pytest.raises(ValueError, match="persons has the columns record_id, person_id; given were person_id"):
            insert(con, PERSONS, {"person_id": pa.array(["person-1"])})


def header_and_body(stage: str) -> tuple[str, str]:
    """The comment that a stage begins with, and the rest without comments, both with left and right spelt out."""
    lines = (sql.folder / f"{stage}.sql").read_text(encoding="utf-8").splitlines()
    size = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    header = " ".join(line.removeprefix("--").strip() for line in lines[:size])
    body = "\n".join(re.sub("--.*", "", line) for line in lines[size:])
    return (
        re.sub(r"<side>_(\w+)", r"left_\1, right_\1", header),
        re.sub(r"{{ side }}_(\w+)", r"left_\1, right_\1", body),
    )


@pytest.mark.parametrize("stage", sql.names())
def test_each_stage_begins_with_what_goes_in_and_comes_out(stage):
    """The declared tables that its header lists are those that its statement names."""
    header, body = header_and_body(stage)
    purpose, _, listed = re.sub(r" (in|out): ", r" |\1: ", header, count=1).partition("|")
    assert len(purpose) > 20, "a sentence on what the stage is for"
    assert listed, "what goes in, what comes out"
    names = {table.name for table in TABLES}
    used = re.findall(r"\b(?:from|join|into|update|table)\s+(\w+(?:, right_\w+)?)", body)
    assert names & set(re.findall(r"\w+", listed)) == names & set(re.findall(r"\w+", " ".join(used)))
