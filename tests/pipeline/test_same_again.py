"""The same input gives the same marts."""

import hashlib

import duckdb


def _digests(folder):
    with duckdb.connect(str(folder / "evaluation.duckdb"), read_only=True) as con:
        tables = [row[0] for row in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {
            table: hashlib.sha256(repr(con.execute(f"from marts.{table} order by all").fetchall()).encode()).hexdigest()
            for table in tables
        }


def test_two_runs_from_nothing_give_identical_marts(finished_run, second_run):
    assert _digests(finished_run.folders.published) == _digests(second_run.folders.published)
    register = "select * from marts.cme_register order by all"
    assert finished_run.query(register) == second_run.query(register)
