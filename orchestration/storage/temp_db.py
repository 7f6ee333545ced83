"""Connections to a DuckDB of their own, in memory, for work that must leave nothing in the warehouse.

What does not fit into memory DuckDB writes to a folder, by default one in the current directory. Records of
children belong nowhere but in the data folder, so the folder is named here and goes with the connection.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


@contextmanager
def temp_connection(folder: Path | None, **config: str | int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills below ``folder`` (None: where the system keeps temporary files).

    ``config`` are settings of DuckDB. The folder of the connection is readable by its owner only.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="scratch-", dir=folder, ignore_cleanup_errors=True) as spill,
        duckdb.connect(":memory:", config={**config, "temp_directory": spill}) as con,
    ):
        yield con
