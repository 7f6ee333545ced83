"""Temporary DuckDB databases in memory, for work that must leave nothing in the warehouse.

Put here how they are opened; keep out what is done in them. What does not fit into memory DuckDB writes to a folder,
by default one in the current directory. Records of children belong nowhere but in the data folder, so the folder is
given explicitly and removed with the connection.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


@contextmanager
def temp_connection(folder: Path | None, **config: str | int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills to a new folder below ``folder``.

    Args:
        folder: None for the system's folder of temporary files. What is created in it is readable by its owner only.
        config: settings of DuckDB.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="scratch-", dir=folder, ignore_cleanup_errors=True) as spill,
        duckdb.connect(":memory:", config={**config, "temp_directory": spill}) as con,
    ):
        yield con
