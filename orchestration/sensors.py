"""Notices what suppliers land, and asks for the run that it calls for."""

import time

import dagster as dg

from orchestration.assets.landing import FINGERPRINT
from orchestration.cycles import (
    PARTITIONS_NAME,
    cycle_partitions,
    landed_cycles,
    landing_fingerprint,
    newest_change,
)
from orchestration.errors import BadInput
from orchestration.folders import data_folder
from orchestration.jobs import JOB_OF_KIND
from orchestration.landing.cycle import read_cycle

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


@dg.sensor(
    name="landed_cycles",
    jobs=list(JOB_OF_KIND.values()),
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Makes a partition of each landed cycle, and runs a cycle whose files have changed since "
    "they were last loaded and have been still for five minutes.",
)
def landed_cycles_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    folders = data_folder()
    landed = landed_cycles(folders)
    known = set(context.instance.get_dynamic_partitions(PARTITIONS_NAME))
    new = [cycle for cycle in landed if cycle not in known]
    requests = []
    for name in landed:
        if time.time() - newest_change(folders, name) < SETTLED_SECONDS:
            continue
        fingerprint = landing_fingerprint(folders, name)
        if fingerprint == loaded_fingerprint(context.instance, name):
            continue
        try:
            cycle = read_cycle(folders.landing, name)
        except BadInput as error:
            context.log.warning(str(error))
            continue
        requests.append(
            dg.RunRequest(
                # the same files never ask twice, even where their run failed
                run_key=f"{name}-{fingerprint}",
                partition_key=name,
                job_name=JOB_OF_KIND[cycle.kind].name,
            )
        )
    if not new and not requests:
        return dg.SkipReason(f"Nothing new under {folders.landing}.")
    return dg.SensorResult(
        run_requests=requests,
        dynamic_partitions_requests=[cycle_partitions.build_add_request(new)] if new else [],
    )


sensors = [landed_cycles_sensor]
