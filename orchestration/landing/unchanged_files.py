"""Files that need not be read again, because reading them would give the same rows and the same verdict.

Put here what makes that certain. Keep out reading and validating (``validate_file.py``). A file that was held is read
each time: what it was held for may have been corrected elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import duckdb

from orchestration.landing.cycle import Cycle
from orchestration.landing.file_report import FileReport
from orchestration.landing.file_status import FileStatus
from orchestration.landing.files import LandedFile, received_at, supplier_of


@dataclass(frozen=True)
class UnchangedFile:
    """A file whose rows stay in the raw table: its line of ``raw.files``, and when its rows were loaded (UTC)."""

    report: FileReport
    loaded_at: dt.datetime


def find_unchanged(
    con: duckdb.DuckDBPyConnection, *, cycle: Cycle, source: str, found: Sequence[LandedFile], basis: str | None
) -> dict[str, UnchangedFile]:
    """Of the files ``found`` those that keep their rows, by ``source_file``; none without a ``basis``.

    The content, its time and the basis are those of the last load, and the verdict depends on no other file: the file
    is, and was, the only one of its supplier, and no other has its content. A file that a person accepted is read each
    time, since its issues are reported each time.
    """
    if basis is None:
        return {}
    hashes = {file.source_file: _hash(file.path) for file in found}
    files_with = Counter(hashes.values())
    suppliers = Counter(supplier_of(file) for file in found)
    lines = _lines_before(con, cycle.cycle, source)
    suppliers_before = Counter(line.report.supplier for line, _ in lines)
    present = {file.source_file: file for file in found}
    unchanged = {}
    for line, basis_before in lines:
        report, file = line.report, present.get(line.report.source_file)
        if (
            file is not None
            and (report.status, basis_before) == (FileStatus.LOADED, basis)
            and (report.file_hash, report.received_at) == (hashes[file.source_file], received_at(file.path))
            and suppliers_before[report.supplier] == suppliers[supplier_of(file)] == 1
            and files_with[report.file_hash] == 1
            and file.source_file not in cycle.accepted_files
        ):
            unchanged[file.source_file] = line
    return unchanged


def _lines_before(con: duckdb.DuckDBPyConnection, cycle: str, source: str) -> list[tuple[UnchangedFile, str | None]]:
    """The lines of the last load, each with the basis it was loaded on."""
    names = [f.name for f in fields(FileReport)]
    lines = con.execute(
        f"select {', '.join(names)}, loaded_at, basis from raw.files where cycle = ? and source = ?", [cycle, source]
    ).fetchall()
    before = []
    for *values, loaded_at, basis in lines:
        report = FileReport(**dict(zip(names, values, strict=True)))
        # how much of an NHS file the other lists hold is measured again in each load
        before.append((UnchangedFile(replace(report, share_found=None), loaded_at), basis))
    return before


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None
