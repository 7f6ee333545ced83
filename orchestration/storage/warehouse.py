"""Connections to the DuckDB warehouse: always closed, and never waited for without end.

Put here how the file is opened, and what is said when it cannot be. Keep out SQL about children, and the lock that a
run holds from its first step to its last (``locks``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.errors import UserError, WarehouseBusy
from orchestration.storage.disk_space import disk_full, is_out_of_space

OPEN_RETRY_SECONDS = 60.0
"""How long to wait for a reader that holds the file open; longer than any read of a mart takes."""

DUCKDB_CONFIG = {
    # an extension that is not in the wheel must fail at once instead of asking the network
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@contextmanager
def connect(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open connection to the warehouse at ``path``, closed on leaving whatever happens.

    Raises ``WarehouseBusy`` when another process holds the file for longer than the retry time,
    ``DiskFull`` when there is no room to write, and ``UserError`` when the file cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    con = _open(path, read_only=read_only)
    try:
        yield con
    except duckdb.Error as error:
        if is_out_of_space(error):
            raise disk_full(path.parent) from None
        raise
    finally:
        con.close()


def _open(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    if read_only and not path.exists():
        raise UserError(f"There is no warehouse at {path} yet. Run a cycle first: cme run.")
    deadline = time.monotonic() + OPEN_RETRY_SECONDS
    while True:
        try:
            con = duckdb.connect(str(path), read_only=read_only, config=DUCKDB_CONFIG)
            break
        except duckdb.IOException as error:
            if is_out_of_space(error):
                raise disk_full(path.parent) from None
            if "lock" not in str(error).lower():
                raise UserError(
                    f"{path} cannot be opened as a DuckDB database of this version. Restore it from a "
                    "copy, or move it away and run the cycles again from their landing folders."
                ) from error
            if time.monotonic() > deadline:
                raise WarehouseBusy(
                    f"{path} is held open by another program. Close it (readers should open the file "
                    "under published/ instead) and run again."
                ) from None
            time.sleep(0.5)
    if not read_only:
        path.chmod(0o600)
    return con
