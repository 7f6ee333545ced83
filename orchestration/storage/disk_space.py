"""Disk space: recognising that there is none left, and the error that the user reads.

Put here how each tool reports a full disk: DuckDB, dbt in a process of its own, Dagster's SQLite, or a file that
Python writes. Keep out what is written where; a step that runs out of space just raises.
"""

from __future__ import annotations

import shutil
import traceback
from pathlib import Path

from orchestration.errors import DiskFull

OUT_OF_SPACE_MESSAGES = (
    "No space left on device",
    "Disk quota exceeded",
    "File too large",  # a limit on the size of files (ulimit -f), which some machines set
    "database or disk is full",
    "disk I/O error",  # SQLite without space for its journal does not say why
    "max_temp_directory_size",  # DuckDB without space for what does not fit into memory
    "No usable temporary directory",
)

RUN_MB = 100
"""Megabytes that a run takes however little has landed: artefacts of dbt, run history, pages."""

RUN_TIMES_LANDED = 10
"""Bytes that it takes for each byte landed: the warehouse about five, three published sets, space to rebuild."""

_MB = 1_000_000


def is_out_of_space(problem: BaseException | str) -> bool:
    """Whether an error, or what caused it, or its text says that nothing more could be written."""
    text = problem if isinstance(problem, str) else "".join(traceback.format_exception(problem))
    return any(sign in text for sign in OUT_OF_SPACE_MESSAGES)


def disk_full(data: Path) -> DiskFull:
    """The error for the user: which disk is full, how much is free, how much is needed, and what to do.

    Where the disk has space all the same, the cause must be a quota, a limit on file sizes or a defect of the disk.
    """
    data = data.resolve()
    folder = next(path for path in (data, *data.parents) if path.exists())
    disk = shutil.disk_usage(folder)
    landed = sum(path.stat().st_size for path in (data / "landing").rglob("*") if path.is_file())
    needed = RUN_MB * _MB + RUN_TIMES_LANDED * landed
    if disk.free < needed:
        remedy = "Free some space, or put the data folder on a larger disk (CME_DATA_DIR)"
    else:
        remedy = "So look for a quota, a limit on the size of files (ulimit -f) or a defect of the disk"
    return DiskFull(
        f"Nothing more can be written to {folder}: its disk has {disk.free / _MB:,.0f} MB free of "
        f"{disk.total / _MB:,.0f} MB, and a run may take up to {needed / _MB:,.0f} MB. {remedy}, and run again. "
        "What was published before is untouched."
    )
