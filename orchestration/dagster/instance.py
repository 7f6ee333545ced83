"""Dagster's own store for a data folder: run history, partitions, schedules.

Put here how the store is set up. Keep out what is run and recorded in it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import dagster as dg

from orchestration.dagster.partitions import register_landed_cycles
from orchestration.paths import Folders

SETTINGS = Path(__file__).with_name("dagster.yaml")


def prepare_instance(folders: Folders) -> dg.DagsterInstance:
    """The instance of the data folder, with every landed cycle a partition; sets ``DAGSTER_HOME``."""
    home = folders.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(SETTINGS, home)
    os.environ["DAGSTER_HOME"] = str(home)
    instance = dg.DagsterInstance.get()
    register_landed_cycles(instance, folders)
    return instance
