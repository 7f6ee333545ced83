"""Dagster resources: the warehouse of the data folder, and dbt.

Put here objects that live as long as a run. Keep out what an asset does with them.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DbtCliResource
from packaging import version

from orchestration.errors import UserError
from orchestration.paths import DBT_PROJECT_DIR, Folders, data_folder
from orchestration.storage.locks import run_lock
from orchestration.storage.warehouse import connect


class Warehouse(dg.ConfigurableResource):
    """The warehouse of one data folder, locked by this run from its first step to its last."""

    data_dir: str
    wait_seconds: float = 10.0
    is_locked: bool = False
    """Whether the process that starts the run holds the lock already."""

    @property
    def folders(self) -> Folders:
        return Folders(Path(self.data_dir))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Warehouse]:
        """Lock the data folder for the run: two runs at once would mix two cycles in one staging schema."""
        lock = nullcontext() if self.is_locked else run_lock(self.folders.run_lock, wait_seconds=self.wait_seconds)
        with lock:
            shutil.rmtree(self.folders.scratch, ignore_errors=True)  # of a run that was killed
            yield self

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that is closed on leaving, so that dbt can open the file afterwards."""
        with connect(self.folders.warehouse, read_only=read_only) as con:
            yield con

    def require_current_cycle(self, con: duckdb.DuckDBPyConnection, cycle: str) -> None:
        """Refuse to build on another cycle's staging tables.

        Staging and linkage hold one cycle only. Raises ``UserError`` when it is not ``cycle``.
        """
        rows = con.execute("select cycle from raw.cycles where is_current").fetchall()
        current = rows[0][0] if rows else "none"
        if current != cycle:
            raise UserError(
                f"The staging tables hold cycle {current}, not {cycle}. Materialise {cycle} from "
                "raw/cycles on, or run the whole job for it."
            )


class LeanDbt(DbtCliResource):
    """dbt without two slow extras of each call.

    Asking the executable for its version looks for updates on the network, and the adapter that
    Dagster opens beside dbt would lock the warehouse. Neither is used here. Both overridden names
    are private to dagster-dbt, which is pinned.
    """

    warehouse_path: str

    @cached_property
    def _cli_version(self) -> version.Version:
        return version.parse(importlib.metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Any) -> Any:
        return None

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        # the profile takes the path from the environment of the dbt process, which is ours
        os.environ["CME_WAREHOUSE"] = self.warehouse_path
        super().setup_for_execution(context)


def build_resources(folders: Folders | None = None) -> dict[str, object]:
    """The resources of one data folder, by the name that assets ask for."""
    folders = folders or data_folder()
    return {
        "warehouse": Warehouse(data_dir=str(folders.data)),
        "dbt": LeanDbt(
            project_dir=str(DBT_PROJECT_DIR),
            profiles_dir=str(DBT_PROJECT_DIR),
            dbt_executable=str(Path(sys.executable).with_name("dbt")),
            warehouse_path=str(folders.warehouse),
            global_config_flags=["--no-use-colors", "--no-version-check"],
        ),
    }
