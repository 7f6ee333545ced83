"""Versions of one school's return, and which of them counts.

A return is one whole list. A school that sends again, adds ``v2`` to the name or fills a folder has sent
versions of it: the last complete one counts, and the others are kept in ``raw.files`` as superseded. Put here
how versions are told from names and how one is chosen. Keep out whether a file may be loaded (``examine.py``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from orchestration.errors import fault
from orchestration.landing.examine import LOADED, SUPERSEDED, FileReport
from orchestration.landing.files import LandedFile, supplier_of
from orchestration.landing.readers import Reading

OTHER_VERSION = "other_version"
_NUMBER = re.compile(r"(?:^|[ ._-]|(?<=\d))(?:v|ver|version|f|fersiwn)[ ._-]?(\d{1,3})$|\((\d{1,3})\)$", re.IGNORECASE)


def version_number(file: LandedFile) -> int:
    """The number that the file's name ends with (``.v2``, ``_v2``, ``(2)``); 1 where there is none."""
    found = _NUMBER.search(PurePath(file.source_file).stem.strip())
    return int(found[1] or found[2]) if found else 1


def group_versions(files: Sequence[LandedFile]) -> list[list[LandedFile]]:
    """The files of each school's return, the last version last; a file of any other source stands alone.

    The later of two is the one with the higher number, else the one received later, else the later name.
    """
    groups: dict[str, list[LandedFile]] = {}
    for file in files:
        groups.setdefault(supplier_of(file) if file.school_key else file.source_file, []).append(file)
    return [sorted(g, key=_order) for g in groups.values()]


def _order(file: LandedFile) -> tuple[int, int, str]:
    try:
        received = file.path.stat().st_mtime_ns
    except OSError:
        received = 0
    return version_number(file), received, file.source_file


def choose_version(
    examined: Sequence[tuple[FileReport, Reading | None]],
) -> list[tuple[FileReport, Reading | None]]:
    """The same files in the same order, of those that may be loaded only the one that counts still so.

    That is the last complete one; where none is complete, the last with records, and else the last.
    """
    usable = [i for i, (report, _) in enumerate(examined) if report.status == LOADED]
    if len(usable) < 2:
        return list(examined)
    counts = max(usable, key=lambda i: (_completeness(examined[i][1]), i))
    chosen = examined[counts][0].source_file
    settled = list(examined)
    for i in usable:
        if i != counts:
            report = examined[i][0]
            detail = fault(
                file=report.source_file,
                expected=f"one version of the return counts, and that is {chosen}; {report.rows_received} rows of this one are not loaded",
                remedy="Nothing need be done, unless this one is meant: then remove the other.",
            )
            settled[i] = (replace(report, status=SUPERSEDED, reason_code=OTHER_VERSION, detail=detail, rows_received=0), None)
    return settled


def _completeness(reading: Reading | None) -> int:
    if reading is None or not reading.records:
        return 0
    return 1 if reading.truncated_row else 2
