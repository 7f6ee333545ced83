"""Notices what suppliers land, and asks for the run that it calls for."""

import time

import dagster as dg

from orchestration.dagster.assets.landing import FINGERPRINT
from orchestration.dagster.jobs import JOB_OF_KIND
from orchestration.dagster.partitions import cycle_partitions, unregistered_cycles
from orchestration.errors import BadInput, WarehouseBusy
from orchestration.incremental.plan import Plan, plan_run
from orchestration.landing.arrivals import landing_fingerprint, last_modified
from orchestration.landing.cycle import list_cycles, read_cycle
from orchestration.paths import Folders, data_folder
from orchestration.storage.locks import run_lock

SETTLED_SECONDS = 300
"""A folder that changed less than this ago may still be filling."""

FILES = dg.AssetKey(["raw", "files"])


def loaded_fingerprint(instance: dg.DagsterInstance, cycle: str) -> str | None:
    """The fingerprint that the cycle's last load recorded, whoever started that run."""
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=FILES, asset_partitions=[cycle]), limit=1
    ).records
    if not records:
        return None
    value = records[0].asset_materialization.metadata.get(FINGERPRINT)
    return None if value is None else str(value.value)


def plan_now(job: dg.JobDefinition, folders: Folders, cycle: str) -> Plan:
    """What is due of the job; raises ``WarehouseBusy`` at once while a run is in progress."""
    with run_lock(folders.run_lock, wait_seconds=0):
        return plan_run(job, folders, cycle)


@dg.sensor(
    name="landed_cycles",
    jobs=list(JOB_OF_KIND.values()),
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Makes a partition of each landed cycle, and where a cycle's files have changed since "
    "they were last loaded, and have been still for five minutes, runs what depends on them.",
)
def landed_cycles_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    folders = data_folder()
    new = unregistered_cycles(context.instance, folders)
    wanted = []
    for name in list_cycles(folders.landing):
        if time.time() - last_modified(folders.landing, name) < SETTLED_SECONDS:
            continue
        fingerprint = landing_fingerprint(folders.landing, name)
        if fingerprint == loaded_fingerprint(context.instance, name):
            continue
        try:
            cycle = read_cycle(folders.landing, name)
        except BadInput as error:
            context.log.warning(str(error))
            continue
        job = JOB_OF_KIND[cycle.kind].name
        try:
            plan = plan_now(context.repository_def.get_job(job), folders, name)
        except WarehouseBusy:
            # a run is in progress; what is left to do is known when it has ended
            continue
        if plan.due:
            wanted.append((name, fingerprint, job, plan))
    requests = [
        dg.RunRequest(
            # the same files never ask twice, even where their run failed
            run_key=f"{name}-{fingerprint}",
            partition_key=name,
            job_name=job,
            # staging holds one cycle: of several, each but the first finds another's, and rebuilds everything
            asset_selection=sorted(plan.due) if plan.reused and len(wanted) == 1 else None,
            tags={FINGERPRINT: fingerprint},
        )
        for name, fingerprint, job, plan in wanted
    ]
    if not new and not requests:
        return dg.SkipReason(f"Nothing new under {folders.landing}.")
    return dg.SensorResult(
        run_requests=requests,
        dynamic_partitions_requests=[cycle_partitions.build_add_request(new)] if new else [],
    )


sensors = [landed_cycles_sensor]
