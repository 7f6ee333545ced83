"""SQL in files: values as parameters, names and lists filled in."""

from __future__ import annotations

from pathlib import Path

import duckdb
import jinja2
import pytest

from orchestration.storage.sql_files import SqlFiles


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def sql(tmp_path: Path) -> SqlFiles:
    (tmp_path / "words").mkdir()
    (tmp_path / "make.sql").write_text(
        "-- in:  nothing\ncreate table {{ name }} as select unnest($words) as word", encoding="utf-8"
    )
    (tmp_path / "words" / "chosen.sql").write_text(
        "select word from given where word in $chosen order by word", encoding="utf-8"
    )
    return SqlFiles(tmp_path)


def test_a_stage_is_run_with_its_parameters_and_names(sql, con):
    sql.run(con, "make", {"words": ("cai", "alys", "bryn")}, name="given")
    chosen = {"chosen": ("alys", "cai")}
    assert sql.rows(con, "words/chosen", chosen) == [("alys",), ("cai",)]
    assert sql.arrow(con, "words/chosen", chosen).to_pydict() == {"word": ["alys", "cai"]}


def test_a_value_is_never_read_as_sql(sql, con):
    sql.run(con, "make", {"words": ["' or true --"]}, name="given")
    assert sql.rows(con, "words/chosen", {"chosen": ["' or true --"]}) == [("' or true --",)]


def test_all_stages_are_listed_by_their_path(sql):
    assert sql.names() == ["make", "words/chosen"]


def test_what_is_missing_is_named(sql, con):
    with pytest.raises(jinja2.UndefinedError, match="name"):
        sql.run(con, "make", {"words": ["cai"]})
    with pytest.raises(duckdb.Error, match="words"):
        sql.run(con, "make", name="given")
    with pytest.raises(jinja2.TemplateNotFound, match="no_such"):
        sql.run(con, "no_such")
