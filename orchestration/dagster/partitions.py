"""Collection cycles as Dagster partitions.

Put here what ties a cycle's folder to its partition, and what Dagster knows of the files that were loaded. Keep out the
reading of landing folders, which is the ``landing`` package. Partitions are dynamic, because suppliers name the folder
and nobody knows next year's name today.
"""

from __future__ import annotations

import dagster as dg

from orchestration.landing.cycle import list_cycles
from orchestration.paths import Folders

PARTITIONS_NAME = "cycle"
cycle_partitions = dg.DynamicPartitionsDefinition(name=PARTITIONS_NAME)

CYCLES = dg.AssetKey(["raw", "cycles"])
FILES = dg.AssetKey(["raw", "files"])
FINGERPRINT = "landing_fingerprint"
"""Metadata of ``raw/files``, and tag of a run: the state of the landing folder that is loaded."""


def register_landed_cycles(instance: dg.DagsterInstance, folders: Folders) -> list[str]:
    """Make each landed cycle a partition of this instance; returns those that are new to it."""
    known = set(instance.get_dynamic_partitions(PARTITIONS_NAME))
    new = [cycle for cycle in list_cycles(folders.landing) if cycle not in known]
    if new:
        instance.add_dynamic_partitions(PARTITIONS_NAME, new)
    return new


def loaded_fingerprint(instance: dg.DagsterInstance, cycle: str) -> str | None:
    """The fingerprint that the cycle's last load recorded, whoever started that run; None before the first."""
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=FILES, asset_partitions=[cycle]), limit=1
    ).records
    if not records:
        return None
    value = records[0].asset_materialization.metadata.get(FINGERPRINT)
    return None if value is None else str(value.value)


def current_cycle(instance: dg.DagsterInstance) -> str | None:
    """The cycle that staging and linkage hold: that of the last run; None before the first."""
    event = instance.get_latest_materialization_event(CYCLES)
    return None if event is None else event.asset_materialization.partition
