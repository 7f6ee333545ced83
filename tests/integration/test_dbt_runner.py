"""dbt in this process leaves nothing behind: no handle on the warehouse, no variable, no word on the terminal."""

import os
import signal
import threading
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.dagster.dbt_runner import invoke
from orchestration.paths import Folders


@pytest.fixture(scope="module")
def parsed(tmp_path_factory) -> Folders:
    """One data folder for all, because parsing the project takes seconds."""
    return Folders(tmp_path_factory.mktemp("dbt"))


@pytest.fixture
def folders(parsed) -> Folders:
    parsed.warehouse.unlink(missing_ok=True)
    return parsed


def _invoke(folders: Folders, *arguments: str):
    return invoke(folders, *arguments, target=folders.dbt / "target", logs=folders.dbt / "logs")


def test_a_command_builds_in_the_warehouse_and_closes_it(folders):
    result = _invoke(folders, "seed", "--select", "case_bases")
    assert result.success, result.error_text
    assert [event["data"]["node_info"]["node_name"] for event in result.events] == ["case_bases"]
    # DuckDB refuses another configuration while any handle of this process is open
    with duckdb.connect(str(folders.warehouse), read_only=True) as con:
        assert con.execute("select count(*) from seeds.case_bases").fetchone()[0] > 0


def test_a_command_that_fails_says_why_and_closes_the_warehouse(folders):
    result = _invoke(folders, "run", "--select", "stg_nhs")
    assert not result.success
    assert "raw" in result.error_text
    with duckdb.connect(str(folders.warehouse), read_only=True) as con:
        assert con.execute("select 1").fetchone() == (1,)


def test_a_command_that_dbt_does_not_know_is_a_result(folders):
    result = _invoke(folders, "no-such-command")
    assert not result.success
    assert "no-such-command" in result.error_text


def test_a_warehouse_that_another_configuration_holds_is_a_result(folders):
    with duckdb.connect(str(folders.warehouse)) as con:
        con.execute("create table held (x int)")
    with duckdb.connect(str(folders.warehouse), read_only=True):
        result = _invoke(folders, "seed", "--select", "case_bases")
    assert not result.success
    assert "configuration" in result.error_text


def test_the_environment_is_put_back(folders, monkeypatch):
    monkeypatch.delenv("CME_WAREHOUSE", raising=False)
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    before = dict(os.environ)
    _invoke(folders, "list", "--select", "case_bases")
    assert dict(os.environ) == before


def test_nothing_is_printed_where_that_is_asked(folders, capfd):
    assert _invoke(folders, "--log-level", "none", "seed", "--select", "case_bases").success
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_stop_ends_dbt_and_its_threads(folders, capfd, number):
    """dbt hands out any exception as a result; an interrupted run must stop all the same, and quietly."""
    before = signal.getsignal(number)
    log = folders.dbt / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    threads = threading.active_count()
    stopper = threading.Thread(target=_stop_when, args=(log, b"START seed", number))
    stopper.start()
    with pytest.raises(KeyboardInterrupt):
        _invoke(folders, "--log-level", "none", "--log-level-file", "debug", "seed")
    stopper.join()
    assert signal.getsignal(number) == before
    assert capfd.readouterr().err == ""
    assert threading.active_count() <= threads
    with duckdb.connect(str(folders.warehouse), read_only=True) as con:
        assert con.execute("select 1").fetchone() == (1,)


def _stop_when(log: Path, words: bytes, number: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (log.exists() and words in log.read_bytes()):
        time.sleep(0.01)
    os.kill(os.getpid(), number)
