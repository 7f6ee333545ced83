"""Collection cycles as Dagster partitions.

Put here what ties a cycle's folder to its partition. Keep out the reading of landing folders, which is the ``landing``
package. Partitions are dynamic, because suppliers name the folder and nobody knows next year's name today.
"""

from __future__ import annotations

import dagster as dg

from orchestration.landing.cycle import list_cycles
from orchestration.paths import Folders

PARTITIONS_NAME = "cycle"
cycle_partitions = dg.DynamicPartitionsDefinition(name=PARTITIONS_NAME)


def unregistered_cycles(instance: dg.DagsterInstance, folders: Folders) -> list[str]:
    """Landed cycles that are not yet partitions of this instance."""
    known = set(instance.get_dynamic_partitions(PARTITIONS_NAME))
    return [cycle for cycle in list_cycles(folders.landing) if cycle not in known]


def register_landed_cycles(instance: dg.DagsterInstance, folders: Folders) -> None:
    """Make each landed cycle a partition of this instance."""
    if new := unregistered_cycles(instance, folders):
        instance.add_dynamic_partitions(PARTITIONS_NAME, new)
