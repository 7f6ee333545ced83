"""The event log with open files holds what Dagster's own class would hold, in the same files."""

import threading
import time

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.dagster.event_log import OPEN_FILES, SqliteEventLog
from orchestration.dagster.instance import prepare_instance
from orchestration.paths import Folders


@dg.asset
def numbers() -> int:
    return 1


@pytest.fixture
def data(tmp_path) -> Folders:
    return Folders(tmp_path / "data")


@pytest.fixture
def instance(data, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", "set by prepare_instance, and put back after the test")
    with prepare_instance(data) as instance:
        yield instance


def _run(instance: dg.DagsterInstance) -> str:
    return dg.materialize([numbers], instance=instance).run_id


def test_a_data_folder_gets_this_log(instance):
    assert isinstance(instance.event_log_storage, SqliteEventLog)


def test_dagsters_own_class_reads_the_same_events_while_the_files_are_open(instance, data):
    run_id = _run(instance)
    own = SqliteEventLogStorage(str(data.dagster_home / "history" / "runs"))
    events = [entry.dagster_event_type for entry in own.get_logs_for_run(run_id)]
    assert events == [entry.dagster_event_type for entry in instance.event_log_storage.get_logs_for_run(run_id)]
    assert dg.DagsterEventType.ASSET_MATERIALIZATION in events
    assert own.get_latest_materialization_events([dg.AssetKey("numbers")])[dg.AssetKey("numbers")].run_id == run_id


def test_few_files_stay_open_and_all_runs_are_kept(instance):
    runs = [_run(instance) for _ in range(OPEN_FILES + 2)]
    assert len(instance.event_log_storage._engines) <= OPEN_FILES
    assert all(instance.event_log_storage.get_logs_for_run(run_id) for run_id in runs)


def test_the_journal_stays_small(instance, data):
    for _ in range(5):
        _run(instance)
    assert max(path.stat().st_size for path in (data.dagster_home / "history" / "runs").glob("*-wal")) < 500_000


def test_a_log_that_was_wiped_is_written_again(instance):
    _run(instance)
    instance.event_log_storage.wipe()
    assert instance.event_log_storage.get_logs_for_run(_run(instance))


def test_pages_see_events_of_a_run_that_goes_on(instance, data):
    """As Dagster's pages do: another reader of the same files, which is called for each new event."""
    run_id = _run(instance)
    reader = SqliteEventLog(str(data.dagster_home / "history" / "runs"))
    seen, told = [], threading.Event()

    def listen(entry, cursor):
        seen.append(entry.message)
        if entry.message == "late":
            told.set()

    reader.watch(run_id, None, listen)
    time.sleep(0.5)
    instance.report_engine_event("late", run_id=run_id, job_name="numbers")
    try:
        assert told.wait(10), seen
    finally:
        reader.end_watch(run_id, listen)
        reader.dispose()
