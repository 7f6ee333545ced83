"""Files that need not be read again, because reading them would say what it said.

Put here what makes that certain. Keep out reading and judging (``validate_file.py``). A file that was held back is read
each time: what it was held for may have been mended elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.landing.cycle import Cycle
from orchestration.landing.files import LandedFile, supplier_of
from orchestration.landing.validate_file import LOADED, FileReport, modified


@dataclass(frozen=True)
class UnchangedFile:
    """A file whose rows stay in the raw table: its line of ``raw.files``, and when the rows came there."""

    report: FileReport
    loaded_at: dt.datetime


def unchanged_files(
    con: duckdb.DuckDBPyConnection, *, cycle: Cycle, source: str, found: Sequence[LandedFile], basis: str | None
) -> dict[str, UnchangedFile]:
    """Of the files found those that keep their rows, by ``source_file``.

    The content, its time and the basis are those of the last load, and the verdict hangs on no other file: it is,
    and was, the only one of its supplier, and no other has its content. A file that a person accepted is read, since
    what there was to accept is told anew each time.
    """
    if basis is None:
        return {}
    names = list(FileReport.__dataclass_fields__)
    lines = con.execute(
        f"select {', '.join(names)}, loaded_at, basis from raw.files where cycle = ? and source = ?",
        [cycle.cycle, source],
    ).fetchall()
    before = [(FileReport(**dict(zip(names, line[:-2], strict=True))), *line[-2:]) for line in lines]
    suppliers_before = Counter(report.supplier for report, *_ in before)
    suppliers = Counter(supplier_of(file) for file in found)
    hashes = {file.source_file: _hash(file.path) for file in found}
    contents = Counter(hashes.values())
    there = {file.source_file: file for file in found}
    kept = {}
    for report, loaded_at, basis_before in before:
        file = there.get(report.source_file)
        if (
            file is not None
            and (report.status, basis_before) == (LOADED, basis)
            and (report.file_hash, report.received_at) == (hashes[file.source_file], modified(file.path))
            and suppliers_before[report.supplier] == suppliers[supplier_of(file)] == 1
            and contents[report.file_hash] == 1
            and file.source_file not in cycle.accepted_files
        ):
            kept[file.source_file] = UnchangedFile(report, loaded_at)
    return kept


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None
