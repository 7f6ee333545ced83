"""``cme run``: which cycle is run, and the run from plan to report.

Put here the story of the command. Keep out executing a job (``orchestration.dagster.run_job``) and the text that is
printed (``report``).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from orchestration.cli.report import run_report
from orchestration.dagster.instance import prepare_instance
from orchestration.dagster.resources import Warehouse
from orchestration.dagster.run_job import plan_job, run_job
from orchestration.definitions import build_defs
from orchestration.errors import BadInput
from orchestration.landing.cycle import list_cycles
from orchestration.paths import Folders
from orchestration.storage.locks import run_lock

LOCK_WAIT_SECONDS = 10.0


def choose_cycle(folders: Folders, name: str | None) -> str:
    """The cycle to run: the one named, or the only one landed. Raises ``BadInput`` otherwise."""
    landed = list_cycles(folders.landing)
    if name is None and len(landed) == 1:
        return landed[0]
    if name is not None and (folders.landing / name).is_dir():
        return name
    have = ", ".join(landed) if landed else "none"
    if name is None:
        raise BadInput(
            f"Name the cycle to run. Landed under {folders.landing}: {have}. "
            "An invented one can be made with: cme sample."
        )
    raise BadInput(f"{folders.landing / name} is not there. Landed: {have}.")


def run_cycle(folders: Folders, cycle: str, *, rebuild: bool = False, log: Callable[[str], None]) -> str:
    """Run the steps of a cycle that are due; returns the report to print.

    Args:
        rebuild: run all steps, also those that are up to date.
        log: called with one line about what is reused from earlier runs.

    Raises ``WarehouseBusy`` when another run is in progress, and what ``run_job`` raises.
    """
    started = time.monotonic()
    instance = prepare_instance(folders)
    definitions = build_defs(folders, {"warehouse": Warehouse(data_dir=str(folders.data), is_locked=True)})
    with run_lock(folders.run_lock, wait_seconds=LOCK_WAIT_SECONDS):
        planned = plan_job(definitions, folders, cycle, rebuild=rebuild)
        if summary := planned.plan.summary():
            log(summary)
        stage_seconds = run_job(planned, folders, instance)
        return run_report(folders, cycle, stage_seconds=stage_seconds, total_seconds=time.monotonic() - started)
