"""Schedules and the sensor ask for the right cycle, and for nothing when there is nothing."""

import datetime as dt
import os

import dagster as dg
import pytest

from orchestration.dagster import sensors
from orchestration.dagster.partitions import PARTITIONS_NAME
from orchestration.dagster.schedules import schedules
from orchestration.dagster.sensors import FILES, FINGERPRINT, landed_cycles_sensor
from orchestration.incremental.plan import Plan
from orchestration.landing import landing_fingerprint
from orchestration.storage.locks import run_lock
from tests.integration.conftest import land_cycle

BY_NAME = {schedule.name: schedule for schedule in schedules}
JANUARY = dt.datetime(2026, 1, 15, 6, tzinfo=dt.UTC)


def tick(name, instance):
    return BY_NAME[name](dg.build_schedule_context(instance=instance, scheduled_execution_time=JANUARY))


def look(instance, definitions):
    context = dg.build_sensor_context(instance=instance, definitions=definitions)
    return landed_cycles_sensor(context)


@pytest.mark.parametrize("kind", ["annual", "quarterly"])
def test_schedule_runs_the_newest_cycle_of_its_kind(folders, instance, kind):
    land_cycle(folders, "old", kind=kind, date="2024-04-30")
    land_cycle(folders, "new", kind=kind, date="2025-04-30")
    land_cycle(folders, "other", kind="quarterly" if kind == "annual" else "annual", date="2025-10-31")
    request = tick(f"{kind}_schedule", instance)
    assert request.partition_key == "new"
    assert set(instance.get_dynamic_partitions(PARTITIONS_NAME)) == {"old", "new", "other"}


def test_schedule_says_when_nothing_has_landed(folders, instance):
    assert "No annual cycle has landed" in tick("annual_schedule", instance).skip_message


def test_schedule_passes_over_a_cycle_whose_settings_are_wrong(folders, instance):
    land_cycle(folders, "good")
    land_cycle(folders, "bad", date='"yesterday"')
    assert tick("annual_schedule", instance).partition_key == "good"


def test_quarters_start_on_their_days():
    assert BY_NAME["annual_schedule"].cron_schedule == "0 6 15 1 *"
    assert BY_NAME["quarterly_schedule"].cron_schedule == "0 6 15 1,4,7,10 *"


def test_sensor_adds_the_partition_and_asks_for_the_job_of_its_kind(folders, instance, definitions):
    land_cycle(folders, "2025-q3", kind="quarterly")
    result = look(instance, definitions)
    assert [r.partition_keys for r in result.dynamic_partitions_requests] == [["2025-q3"]]
    assert [(r.job_name, r.partition_key) for r in result.run_requests] == [("quarterly_run", "2025-q3")]


def test_sensor_waits_while_files_still_arrive(folders, instance, definitions):
    root = land_cycle(folders, "2025-annual")
    (root / "late.csv").write_text("just landed")
    assert look(instance, definitions).run_requests == []


def test_sensor_is_still_once_the_cycle_has_been_loaded_as_it_lies(folders, instance, definitions):
    land_cycle(folders, "2025-annual")
    instance.add_dynamic_partitions(PARTITIONS_NAME, ["2025-annual"])
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            FILES,
            partition="2025-annual",
            metadata={FINGERPRINT: landing_fingerprint(folders.landing, "2025-annual")},
        )
    )
    assert isinstance(look(instance, definitions), dg.SkipReason)


def test_a_late_file_asks_for_one_more_run(folders, instance, definitions):
    root = land_cycle(folders, "2025-annual")
    first = look(instance, definitions).run_requests[0].run_key
    late = root / "nhs" / "W06000015.csv"
    late.parent.mkdir()
    late.write_text("SURNAME\n")
    an_hour_ago = dt.datetime.now().timestamp() - 3600
    os.utime(late, (an_hour_ago, an_hour_ago))
    assert look(instance, definitions).run_requests[0].run_key != first


def test_a_late_file_asks_for_what_depends_on_it_only(folders, instance, definitions, monkeypatch):
    land_cycle(folders, "2025-annual")
    plan = Plan(frozenset({FILES}), steps=2)
    monkeypatch.setattr(sensors, "plan_run", lambda job, folders, cycle: plan)
    (request,) = look(instance, definitions).run_requests
    assert request.asset_selection == [FILES]
    assert request.tags[FINGERPRINT] == landing_fingerprint(folders.landing, "2025-annual")


def test_sensor_asks_for_nothing_while_a_run_is_on_or_nothing_is_due(folders, instance, definitions, monkeypatch):
    land_cycle(folders, "2025-annual")
    instance.add_dynamic_partitions(PARTITIONS_NAME, ["2025-annual"])
    with run_lock(folders.run_lock, wait_seconds=0):
        assert isinstance(look(instance, definitions), dg.SkipReason)
    assert look(instance, definitions).run_requests
    monkeypatch.setattr(sensors, "plan_run", lambda job, folders, cycle: Plan(frozenset(), steps=2))
    assert isinstance(look(instance, definitions), dg.SkipReason)
