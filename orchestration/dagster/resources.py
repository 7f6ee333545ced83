"""What assets are given: the data folder, the warehouse and dbt.

Put here the few objects with a life around a run. Keep out what an asset does with them.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DbtCliResource
from packaging import version
from pydantic import PrivateAttr

from orchestration.errors import UserError
from orchestration.paths import DBT_PROJECT_DIR, Folders, data_folder
from orchestration.storage import warehouse as duckdb_warehouse


class Warehouse(dg.ConfigurableResource):
    """The warehouse of one data folder, held by this run from its first step to its last."""

    data_dir: str
    wait_seconds: float = 10.0
    is_locked: bool = False
    """Whether whoever starts the run holds the lock already."""

    _lock: duckdb_warehouse.RunLock | None = PrivateAttr(default=None)

    @property
    def folders(self) -> Folders:
        return Folders(Path(self.data_dir))

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        if not self.is_locked:
            # A half-run beside another would mix two cycles in one staging schema.
            self._lock = self.lock()
            self._lock.acquire()
        shutil.rmtree(self.folders.scratch, ignore_errors=True)  # of a run that was killed

    def lock(self) -> duckdb_warehouse.RunLock:
        """The lock of the data folder, not yet taken."""
        return duckdb_warehouse.RunLock(self.folders.run_lock, wait_seconds=self.wait_seconds)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that is closed on leaving, so that dbt can open the file after it."""
        with duckdb_warehouse.connect(self.folders.warehouse, read_only=read_only) as con:
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
    """dbt without the two slow extras of each call.

    Asking the executable for its version looks for updates on the network, and the adapter that
    Dagster opens beside dbt would hold the warehouse. Neither is used here. Both overridden names
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
