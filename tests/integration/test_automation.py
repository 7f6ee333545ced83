"""Schedules and the sensor request the right cycle, and nothing when there is nothing to do."""

import datetime as dt
import os

import dagster as dg
import pytest

from orchestration.dagster import sensors
from orchestration.dagster.partitions import CYCLES, FILES, FINGERPRINT, PARTITIONS_NAME
from orchestration.dagster.schedules import TIMES, collection_start, schedules
from orchestration.dagster.sensors import landed_cycles_sensor
from orchestration.incremental.plan import Plan
from orchestration.landing import folder_fingerprint
from orchestration.storage.locks import run_lock
from tests.integration.conftest import land_cycle

BY_NAME = {schedule.name: schedule for schedule in schedules}
CYCLE = "2025-annual"


def evaluate_schedule(kind, instance, day):
    at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(6), tzinfo=dt.UTC)
    return BY_NAME[f"{kind}_schedule"](dg.build_schedule_context(instance=instance, scheduled_execution_time=at))


class Sensor:
    """The sensor with its cursor, as the daemon keeps it between evaluations."""

    def __init__(self, instance, definitions):
        self.instance, self.definitions, self.cursor = instance, definitions, None

    def requests(self):
        context = dg.build_sensor_context(instance=self.instance, definitions=self.definitions, cursor=self.cursor)
        result = landed_cycles_sensor(context)
        self.cursor = context.cursor
        return result.run_requests if isinstance(result, dg.SensorResult) else []


@pytest.fixture
def sensor(instance, definitions):
    return Sensor(instance, definitions)


def put(path, text="anything\n"):
    """A file that was written an hour ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    an_hour_ago = dt.datetime.now().timestamp() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))


def report_run(instance, folders, cycle):
    """What a run of the cycle leaves in Dagster's store."""
    for key, metadata in ((CYCLES, {}), (FILES, {FINGERPRINT: folder_fingerprint(folders.landing / cycle)})):
        instance.report_runless_asset_event(dg.AssetMaterialization(key, partition=cycle, metadata=metadata))


@pytest.mark.parametrize(
    ("kind", "day", "start"),
    [
        ("annual", "2026-01-15", "2026-01-01"),
        ("quarterly", "2026-01-15", "2025-10-15"),
        ("quarterly", "2026-04-15", "2026-01-15"),
        ("quarterly", "2026-10-15", "2026-07-15"),
        ("quarterly", "2026-05-31", "2026-02-28"),
    ],
)
def test_a_collection_begins_with_the_year_or_three_months_before(kind, day, start):
    assert collection_start(kind, dt.date.fromisoformat(day)).isoformat() == start


@pytest.mark.parametrize(
    ("kind", "landed", "day", "expected"),
    [
        ("annual", {"2025": "2025-04-30", "2026": "2026-01-14"}, "2026-01-15", "2026"),
        ("annual", {"2025": "2025-04-30"}, "2026-01-15", None),
        ("annual", {"2025": "2025-04-30"}, "2025-01-15", "2025"),
        ("quarterly", {"q3": "2025-09-30", "q4": "2025-12-31"}, "2026-01-15", "q4"),
        ("quarterly", {"q3": "2025-09-30", "q4": "2025-12-31"}, "2026-04-15", None),
        ("quarterly", {"q1": "2026-01-02"}, "2026-01-15", "q1"),
    ],
)
def test_a_schedule_runs_a_cycle_of_the_current_collection_only(folders, instance, kind, landed, day, expected):
    for name, reference_date in landed.items():
        land_cycle(folders, name, kind=kind, date=reference_date)
    land_cycle(folders, "other", kind="quarterly" if kind == "annual" else "annual", date=day)
    result = evaluate_schedule(kind, instance, day)
    assert getattr(result, "partition_key", None) == expected
    assert set(instance.get_dynamic_partitions(PARTITIONS_NAME)) == {*landed, "other"}
    if expected is None:
        assert "current collection begins on" in result.skip_message


def test_a_schedule_does_not_repeat_a_cycle_that_is_loaded_as_it_is(folders, instance):
    root = land_cycle(folders, CYCLE, date="2026-01-10")
    report_run(instance, folders, CYCLE)
    assert "is loaded" in evaluate_schedule("annual", instance, "2026-01-15").skip_message
    put(root / "nhs" / "W06000015.csv")
    assert evaluate_schedule("annual", instance, "2026-01-15").partition_key == CYCLE


def test_a_schedule_says_when_nothing_has_landed(folders, instance):
    assert "No annual cycle has landed" in evaluate_schedule("annual", instance, "2026-01-15").skip_message


def test_a_schedule_passes_over_a_cycle_whose_settings_are_wrong(folders, instance):
    land_cycle(folders, "good", date="2026-01-10")
    land_cycle(folders, "bad", date='"yesterday"')
    assert evaluate_schedule("annual", instance, "2026-01-15").partition_key == "good"


def test_quarters_start_on_their_days():
    assert TIMES == {"annual": "0 6 15 1 *", "quarterly": "0 6 15 1,4,7,10 *"}
    assert {name: schedule.cron_schedule for name, schedule in BY_NAME.items()} == {
        f"{kind}_schedule": time for kind, time in TIMES.items()
    }


def test_a_cycle_is_offered_as_soon_as_its_folder_is_there(folders, instance, sensor):
    root = land_cycle(folders, CYCLE)
    (root / "arriving.csv").write_text("just landed")
    assert sensor.requests() == []
    assert instance.get_dynamic_partitions(PARTITIONS_NAME) == [CYCLE]


def test_the_sensor_requests_the_job_of_the_cycles_kind(folders, sensor):
    land_cycle(folders, "2025-q3", kind="quarterly")
    assert [(r.job_name, r.partition_key) for r in sensor.requests()] == [("quarterly_run", "2025-q3")]


def test_a_state_of_the_files_is_requested_once(folders, sensor):
    root = land_cycle(folders, CYCLE)
    (first,) = sensor.requests()
    assert sensor.requests() == []
    put(root / "nhs" / "W06000015.csv")
    (second,) = sensor.requests()
    assert second.run_key != first.run_key


def test_nothing_is_requested_once_the_files_are_loaded(folders, instance, sensor):
    land_cycle(folders, CYCLE)
    land_cycle(folders, "2025-q3", kind="quarterly")
    report_run(instance, folders, CYCLE)
    report_run(instance, folders, "2025-q3")
    # the last run is planned once; nothing is recorded in the warehouse here, so all of it is due
    assert [request.partition_key for request in sensor.requests()] == ["2025-q3"]
    assert sensor.requests() == []


@pytest.mark.parametrize(
    "file",
    [
        "decisions/pair_decisions.csv",
        "decisions/suppressions.csv",
        "reference/column_maps.toml",
        "reference/thresholds.toml",
        "reference/schools.csv",
    ],
)
def test_what_serves_every_cycle_leads_to_a_run_of_the_last_one(folders, instance, sensor, file):
    for cycle, kind in ((CYCLE, "annual"), ("2025-q3", "quarterly")):
        land_cycle(folders, cycle, kind=kind)
        report_run(instance, folders, cycle)
    sensor.requests()
    put(folders.data / file)
    assert [request.partition_key for request in sensor.requests()] == ["2025-q3"]
    assert sensor.requests() == []


def test_what_is_still_being_written_waits(folders, instance, sensor):
    land_cycle(folders, CYCLE)
    report_run(instance, folders, CYCLE)
    sensor.requests()
    put(folders.decisions / "pair_decisions.csv")
    os.utime(folders.decisions / "pair_decisions.csv")
    assert sensor.requests() == []
    put(folders.decisions / "pair_decisions.csv")
    assert sensor.requests()


def test_a_late_file_requests_only_what_depends_on_it(folders, sensor, monkeypatch):
    land_cycle(folders, CYCLE)
    monkeypatch.setattr(sensors, "plan_run", lambda job, folders, cycle: Plan(frozenset({FILES}), steps=2))
    (request,) = sensor.requests()
    assert request.asset_selection == [FILES]
    assert request.tags[FINGERPRINT] == folder_fingerprint(folders.landing / CYCLE)


def test_a_run_in_progress_is_waited_for(folders, sensor):
    land_cycle(folders, CYCLE)
    with run_lock(folders.run_lock, wait_seconds=0):
        assert sensor.requests() == []
    assert sensor.requests()


def test_nothing_is_requested_when_no_step_is_due(folders, sensor, monkeypatch):
    land_cycle(folders, CYCLE)
    monkeypatch.setattr(sensors, "plan_run", lambda job, folders, cycle: Plan(frozenset(), steps=2))
    assert sensor.requests() == []
