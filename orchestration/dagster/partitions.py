"""Collection cycles as Dagster partitions.

Put here what ties a cycle's folder to its partition. Keep out the reading of ``cycle.toml``, which
is ``landing.cycle``. Cycles are partitions that are added as they land, because suppliers name the
folder and nobody knows next year's name today.
"""

from __future__ import annotations

import hashlib

import dagster as dg

from orchestration.paths import Folders

PARTITIONS_NAME = "cycle"
cycle_partitions = dg.DynamicPartitionsDefinition(name=PARTITIONS_NAME)


def landed_cycles(folders: Folders) -> list[str]:
    """Names of the cycles that have a ``cycle.toml``, in alphabetical order."""
    if not folders.landing.is_dir():
        return []
    return sorted(path.parent.name for path in folders.landing.glob("*/cycle.toml"))


def register_landed_cycles(instance: dg.DagsterInstance, folders: Folders) -> list[str]:
    """Make each landed cycle a partition of this instance; returns those that are new to it."""
    known = set(instance.get_dynamic_partitions(PARTITIONS_NAME))
    new = [cycle for cycle in landed_cycles(folders) if cycle not in known]
    if new:
        instance.add_dynamic_partitions(PARTITIONS_NAME, new)
    return new


def landing_fingerprint(folders: Folders, cycle: str) -> str:
    """A digest of names, sizes and times of a cycle's files: it changes when anything lands.

    Contents are not read, so that a sensor may ask for it every minute.
    """
    root = folders.landing / cycle
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        stat = path.stat()
        digest.update(f"{path.relative_to(root).as_posix()}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def newest_change(folders: Folders, cycle: str) -> float:
    """When the newest file of the cycle's folder was written, in seconds since the epoch."""
    return max((p.stat().st_mtime for p in (folders.landing / cycle).rglob("*") if p.is_file()), default=0.0)
