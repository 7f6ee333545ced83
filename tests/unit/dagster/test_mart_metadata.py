"""The figures of marts that Dagster plots."""

import duckdb
import pytest

from orchestration.dagster.mart_metadata import table_metadata

CYCLE = "2025-annual"


@pytest.fixture
def con():
    with duckdb.connect() as con:
        con.execute("create schema marts")
        con.execute("create schema seeds")
        con.execute("create table seeds.case_bases as select unnest(['unmatched', 'known_cme']) as basis")
        yield con


def test_shares_of_outcomes_are_of_the_records_in_scope_of_the_cycle(con):
    outcomes = ["perfect", "perfect", "partial", "pending_review", "unmatched", None]
    con.execute(
        "create table marts.match_outcomes as select $cycle as cycle, unnest($o) as outcome",
        {"cycle": CYCLE, "o": outcomes},
    )
    con.execute("insert into marts.match_outcomes values ('2024-annual', 'unmatched')")
    (figures,) = table_metadata(con, [("marts", "match_outcomes")], cycle=CYCLE).values()
    assert figures == {
        "dagster/row_count": 7,
        "received": 6,
        "in_scope": 5,
        "matched_percent": 60.0,
        "perfect_percent": 40.0,
        "partial_percent": 20.0,
        "review_percent": 20.0,
        "unmatched_percent": 20.0,
    }


def test_a_share_of_no_records_is_left_out(con):
    con.execute("create table marts.match_outcomes (cycle varchar, outcome varchar)")
    (figures,) = table_metadata(con, [("marts", "match_outcomes")], cycle=CYCLE).values()
    assert figures == {"dagster/row_count": 0, "received": 0, "in_scope": 0}


def test_children_are_counted_for_each_basis_also_where_there_are_none(con):
    con.execute(
        "create table marts.potential_cme as "
        "select ? as cycle, 'a' as child_id, 'unmatched' as basis, true as is_counted",
        [CYCLE],
    )
    (figures,) = table_metadata(con, [("marts", "potential_cme")], cycle=CYCLE).values()
    assert figures["children"] == figures["children_unmatched"] == 1
    assert figures["children_known_cme"] == 0


def test_other_tables_have_their_number_of_rows(con):
    assert table_metadata(con, [("seeds", "case_bases")], cycle=CYCLE) == {
        ("seeds", "case_bases"): {"dagster/row_count": 2}
    }
