"""Dagster resources: the warehouse of the data folder.

Put here objects that live as long as a run. Keep out what an asset does with them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import dagster as dg
import duckdb

from orchestration.errors import UserError
from orchestration.paths import Folders, data_folder
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


def build_resources(folders: Folders | None = None) -> dict[str, object]:
    """The resources of one data folder, by the name that assets ask for."""
    folders = folders or data_folder()
    return {"warehouse": Warehouse(data_dir=str(folders.data))}
