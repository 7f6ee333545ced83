"""The DuckDB warehouse: one writer at a time, always closed, never waited for without end.

Put here opening and locking. Keep out SQL about children. DuckDB refuses a second process while one
writes, with an error that says little; the lock here says who holds it.
"""

from __future__ import annotations

import fcntl
import os
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
                    "copy, or move it away and run the cycles again: the landing folder holds all."
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


class RunLock:
    """Holds the data folder for one run, so that a second run waits or says who is in the way.

    The operating system lets go of the lock when the process ends, however it ends.
    """

    def __init__(self, path: Path, *, wait_seconds: float):
        self._path = path
        self._wait_seconds = wait_seconds
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock; raises ``WarehouseBusy`` after the waiting time."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + self._wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    holder = os.pread(handle, 64, 0).decode(errors="replace").strip() or "unknown"
                    os.close(handle)
                    raise WarehouseBusy(
                        f"Another run (process {holder}) is using {self._path.parent}. "
                        "Wait for it to end, then run again."
                    ) from None
                time.sleep(0.2)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._handle = handle

    def __enter__(self) -> RunLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let the lock go; does nothing when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
