"""The warehouse is opened by one process at a time, and an error says why it cannot be."""

import os

import pytest

from orchestration.errors import UserError, WarehouseBusy
from orchestration.storage import warehouse


def test_warehouse_file_is_readable_by_its_owner_only(tmp_path):
    with warehouse.connect(tmp_path / "w.duckdb") as con:
        con.execute("create table t as select 1 as a")
    assert os.stat(tmp_path / "w.duckdb").st_mode & 0o777 == 0o600


def test_connection_is_closed_when_the_step_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), warehouse.connect(tmp_path / "w.duckdb"):
        raise ZeroDivisionError
    # a read-only connection is refused while a writing one is open in the same process
    with warehouse.connect(tmp_path / "w.duckdb", read_only=True) as con:
        assert con.execute("select 1").fetchone() == (1,)


def test_reading_before_the_first_run_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match="cme run"), warehouse.connect(tmp_path / "w.duckdb", read_only=True):
        pass


def test_a_file_that_is_no_database_is_a_user_error(tmp_path):
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"not a database, but long enough to be looked at" * 200)
    with pytest.raises(UserError, match="cannot be opened"), warehouse.connect(path):
        pass


def test_a_file_held_by_another_process_is_named(tmp_path, monkeypatch, other_process):
    monkeypatch.setattr(warehouse, "OPEN_RETRY_SECONDS", 0.5)
    other_process("import duckdb\ncon = duckdb.connect(sys.argv[1])", tmp_path / "w.duckdb")
    with pytest.raises(WarehouseBusy, match="held open"), warehouse.connect(tmp_path / "w.duckdb"):
        pass
