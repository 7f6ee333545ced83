"""Work in memory spills into the folder it is given, and leaves nothing behind."""

import duckdb
import pytest

from orchestration.storage.temp_db import temp_connection


def test_what_does_not_fit_lies_in_the_folder_and_goes(tmp_path):
    folder = tmp_path / "state" / "scratch"
    with temp_connection(folder, threads=1, memory_limit="40MB") as con:
        con.execute("create table t as select range as i, repeat('x', 50) || range as text from range(600_000)")
        con.execute("create table sorted as from t order by text desc")
        spilled = [p for p in folder.rglob("*") if p.is_file()]
        assert spilled, "nothing was spilled: the test proves nothing"
        assert all(p.stat().st_mode & 0o077 == 0 for p in folder.iterdir())
    assert list(folder.iterdir()) == []


def test_it_goes_after_an_error_too(tmp_path):
    with pytest.raises(duckdb.Error), temp_connection(tmp_path) as con:
        con.execute("select nonsense")
    assert list(tmp_path.iterdir()) == []
