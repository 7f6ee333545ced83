"""The sensor that notices what arrives, and requests the run that it calls for.

Put here what leads to a run without anybody asking. Keep out which steps such a run needs
(``orchestration.incremental``), and runs on set dates (``schedules``).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

import dagster as dg

from orchestration.dagster.jobs import JOB_OF_KIND
from orchestration.dagster.partitions import FINGERPRINT, current_cycle, loaded_fingerprint, register_landed_cycles
from orchestration.errors import BadInput, WarehouseBusy
from orchestration.incremental.plan import Plan, plan_run
from orchestration.landing.arrivals import folder_fingerprint, last_modified
from orchestration.landing.cycle import list_cycles, read_cycle
from orchestration.paths import Folders, data_folder
from orchestration.storage.locks import run_lock

SETTLED_SECONDS = 300
"""A folder that changed less than this ago may still be filling."""


@dataclass(frozen=True)
class _DueRun:
    cycle: str
    state: str
    job: str
    plan: Plan


@dg.sensor(
    name="landed_cycles",
    jobs=list(JOB_OF_KIND.values()),
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Makes a partition of each landed cycle. Requests a run of what depends on them when a cycle's files "
    "have changed since they were loaded; and, for the cycle that was run last, when decisions, reference data or "
    "settings have changed. Files count once nothing has changed for five minutes.",
)
def landed_cycles_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    folders = data_folder()
    # at once, so that the launch dialog offers a cycle whose files are still arriving
    registered = register_landed_cycles(context.instance, folders)
    considered = json.loads(context.cursor or "{}")
    states = {cycle: state for cycle, state in _states(context, folders).items() if considered.get(cycle) != state}
    try:
        due = _due_runs(context, folders, states) if states else []
    except WarehouseBusy:
        return dg.SkipReason("A run is in progress. What it leaves to do is looked at when it has ended.")
    context.update_cursor(json.dumps(considered | states))
    if due:
        return dg.SensorResult([_request(run, is_only=len(due) == 1) for run in due])
    if registered:
        return dg.SkipReason(f"New partitions: {', '.join(registered)}. No run is due yet.")
    return dg.SkipReason(f"Nothing new under {folders.data}.")


def _states(context: dg.SensorEvaluationContext, folders: Folders) -> dict[str, str]:
    """A fingerprint of the files of each cycle that may need a run, once nothing is arriving for it.

    Decisions, reference data and settings serve every cycle. A change of them counts for the cycle that was run last;
    older ones are not reopened by it.
    """
    shared_folders = (folders.decisions, folders.reference)
    shared = folder_fingerprint(*shared_folders)
    last_run = current_cycle(context.instance)
    states = {}
    for cycle in list_cycles(folders.landing):
        folder = folders.landing / cycle
        landed = folder_fingerprint(folder)
        is_settled = time.time() - last_modified(folder, *shared_folders) >= SETTLED_SECONDS
        if is_settled and (cycle == last_run or landed != loaded_fingerprint(context.instance, cycle)):
            states[cycle] = f"{landed}-{shared}"
    return states


def _due_runs(context: dg.SensorEvaluationContext, folders: Folders, states: dict[str, str]) -> list[_DueRun]:
    """The runs that the cycles need; raises ``WarehouseBusy`` at once while a run is in progress."""
    due = []
    with run_lock(folders.run_lock, wait_seconds=0):
        for cycle, state in states.items():
            try:
                job = JOB_OF_KIND[read_cycle(folders.landing, cycle).kind].name
            except BadInput as error:
                context.log.warning(str(error))
                continue
            plan = plan_run(context.repository_def.get_job(job), folders, cycle)
            if plan.due:
                due.append(_DueRun(cycle, state, job, plan))
    return due


def _request(run: _DueRun, *, is_only: bool) -> dg.RunRequest:
    return dg.RunRequest(
        # one request for each state of the files, even where its run failed
        run_key=f"{run.cycle}-{run.state}",
        partition_key=run.cycle,
        job_name=run.job,
        # staging holds one cycle: of several, each but the first finds another's, and rebuilds everything
        asset_selection=sorted(run.plan.due) if run.plan.reused and is_only else None,
        tags={FINGERPRINT: run.state.split("-")[0]},
    )


sensors = [landed_cycles_sensor]
