"""One run of a data folder at a time, and an error that names the process in the way."""

import pytest

from orchestration.errors import WarehouseBusy
from orchestration.storage.locks import run_lock

HOLD = """
from pathlib import Path
from orchestration.storage.locks import run_lock
held = run_lock(Path(sys.argv[1]), wait_seconds=0)
held.__enter__()
"""


def test_a_second_run_reads_which_process_is_in_the_way(tmp_path, other_process):
    process = other_process(HOLD, tmp_path / "run.lock")
    with pytest.raises(WarehouseBusy, match=str(process.pid)), run_lock(tmp_path / "run.lock", wait_seconds=0):
        pass


def test_the_lock_of_a_killed_run_is_free(tmp_path, other_process):
    process = other_process(HOLD, tmp_path / "run.lock")
    process.kill()
    process.wait(20)
    with run_lock(tmp_path / "run.lock", wait_seconds=5):
        pass


def test_the_lock_is_free_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path / "run.lock", wait_seconds=0):
        raise ZeroDivisionError
    with run_lock(tmp_path / "run.lock", wait_seconds=0):
        pass
