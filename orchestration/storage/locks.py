"""The run lock: one run, or one other writer, of a data folder at a time.

Put here locks between processes. Keep out opening the database, which is ``warehouse``. DuckDB refuses a second
process while one writes, with an error that says little; the lock is taken before and says who holds it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import WarehouseBusy

RETRY_SECONDS = 0.2


@contextmanager
def run_lock(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file at ``path`` while inside; wait at most ``wait_seconds`` for another process to release it.

    The operating system releases the lock when the process ends, however it ends. Raises ``WarehouseBusy``, which
    names the process in the way, when the waiting time is over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(handle, path, wait_seconds)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                holder = os.pread(handle, 64, 0).decode(errors="replace").strip() or "unknown"
                raise WarehouseBusy(
                    f"Another run (process {holder}) is using {path.parent}. Wait for it to end, then run again."
                ) from None
            time.sleep(RETRY_SECONDS)
