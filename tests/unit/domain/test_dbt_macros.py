"""Macros of the dbt project as Python renders them."""

import duckdb
import jinja2
import pytest

from orchestration.domain.dbt_macros import macro_value, render_macro


def test_a_macro_becomes_sql():
    folded = render_macro("fold_name('surname')")
    assert duckdb.sql(f"select {folded} from (select 'O’Néill-Łuk' as surname)").fetchall() == [("oneillluk",)]


def test_a_macro_that_reads_a_seed_needs_no_table():
    given = render_macro("is_given('x')")
    texts = duckdb.sql(f"select x from (values ('TBC'), ('Mali'), ('-'), (null)) as t(x) where {given}").fetchall()
    assert texts == [("Mali",)]


def test_a_value_is_given_as_it_is_and_text_is_no_value():
    assert macro_value("landing_sources()")["cme_register"]["kind"] == "cme"
    with pytest.raises(ValueError, match="writes SQL"):
        macro_value("fold_name('surname')")


def test_what_needs_more_of_dbt_than_a_seed_is_not_left_out_in_silence():
    with pytest.raises(jinja2.UndefinedError):
        render_macro("received_this_cycle('nhs')")
    with pytest.raises(FileNotFoundError):  # a model is no seed
        render_macro("current_cycle()")
