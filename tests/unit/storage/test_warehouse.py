"""One writer at a time, and a clear word to the second."""

import os
import subprocess
import sys

import pytest

from orchestration.errors import UserError, WarehouseBusy
from orchestration.storage import warehouse

HOLDERS = {
    "lock": "from orchestration.storage.warehouse import RunLock\nfrom pathlib import Path\n"
    "lock = RunLock(Path(sys.argv[1]), wait_seconds=0); lock.acquire()",
    "database": "import duckdb\ncon = duckdb.connect(sys.argv[1])",
}


@pytest.fixture
def other_process():
    """Start a process that holds a path; yields a function of (path, kind)."""
    started = []

    def hold(path, kind):
        script = f"import sys\n{HOLDERS[kind]}\nprint('ready', flush=True)\nsys.stdin.read()"
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        started.append(process)
        assert process.stdout.readline() == b"ready\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate(timeout=20)


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
    other_process(tmp_path / "w.duckdb", "database")
    with pytest.raises(WarehouseBusy, match="held open"), warehouse.connect(tmp_path / "w.duckdb"):
        pass


def test_second_run_is_told_which_process_runs(tmp_path, other_process):
    process = other_process(tmp_path / "run.lock", "lock")
    with pytest.raises(WarehouseBusy, match=str(process.pid)):
        warehouse.RunLock(tmp_path / "run.lock", wait_seconds=0).acquire()


def test_lock_of_a_killed_run_is_free(tmp_path, other_process):
    process = other_process(tmp_path / "run.lock", "lock")
    process.kill()
    process.wait(20)
    lock = warehouse.RunLock(tmp_path / "run.lock", wait_seconds=5)
    lock.acquire()
    lock.release()
