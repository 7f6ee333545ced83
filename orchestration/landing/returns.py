"""Several files of one school's return: versions of one list, of which one counts, or parts, which all do.

The children say which: two files with mostly the same children are versions of one list, and the last complete
one counts; two files with next to none in common are parts (a file a year group, say). Where names of files
contradict that, or a share of the children is in both, nobody can say which children are at the school: the
files are held until a person decides. Put here how this is told and settled. Keep out whether one file by
itself may be loaded (``validate_file.py``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import PurePath

from orchestration.errors import issue
from orchestration.landing.contract.headings import fold
from orchestration.landing.file_checks import FileIssue, LoadHistory
from orchestration.landing.files import LandedFile, part_named, school_of, supplier_of
from orchestration.landing.readers import Reading
from orchestration.landing.validate_file import HELD, LOADED, SUPERSEDED, FileReport

OTHER_VERSION = "other_version"
PARTS_OR_VERSIONS = "parts_or_versions"
SAME_LIST = 0.5
"""Two files with at least this share of the smaller one's children in common are versions of one list."""
APART = 0.1
"""Two files with at most this share in common are parts: a child who changed class stands in both."""

_NUMBER = re.compile(r"(?:^|[ ._-]|(?<=\d))(?:v|ver|version|f|fersiwn)[ ._-]?(\d{1,3})$|\((\d{1,3})\)$", re.IGNORECASE)

Examined = tuple[FileReport, Reading | None]


def version_number(file: LandedFile) -> int:
    """The number that the file's name ends with (``.v2``, ``_v2``, ``(2)``); 1 where there is none."""
    found = _NUMBER.search(PurePath(file.source_file).stem.strip())
    return int(found[1] or found[2]) if found else 1


def group_returns(files: Sequence[LandedFile]) -> list[list[LandedFile]]:
    """The files of each school's return, the last version last; a file of any other source stands alone.

    The later of two is the one with the higher number, else the one received later, else the later name.
    """
    groups: dict[str, list[LandedFile]] = {}
    for file in files:
        groups.setdefault(supplier_of(file) if file.school_key else file.source_file, []).append(file)
    return [sorted(g, key=_order) for g in groups.values()]


def settle_return(
    examined: Sequence[Examined], files: Sequence[LandedFile], *, known: LoadHistory, accepted: Collection[str]
) -> list[Examined]:
    """The files of one return in the same order, of those that may be loaded only the ones that count still so.

    ``files`` run beside ``examined``, which were examined without a look at their size: a part is rightly smaller
    than the return. ``accepted`` are files that a person says count as they are. Of each list the last
    complete version counts; where none is complete, the last with records, and else the last.
    """
    settled = list(examined)
    children = {i: _children(reading) for i, (report, reading) in enumerate(examined) if report.status == LOADED}

    def hold(place: int, doubt: FileIssue) -> None:
        report = settled[place][0]
        told = issue(
            file=report.source_file,
            expected=f"{doubt.expected}; {report.rows_received} rows are not loaded",
            remedy=doubt.remedy,
        )
        settled[place] = (
            replace(report, status=HELD, reason_code=doubt.reason_code, detail=told, rows_received=0),
            None,
        )

    def is_accepted(place: int) -> bool:
        return files[place].source_file in accepted

    counted: list[int] = []
    for versions in _lists(files, children):
        for place in versions[1:]:
            before = [(examined[i][0].rows_received, f"in {files[i].source_file}") for i in versions if i < place]
            doubt = known.much_smaller(files[place], examined[place][0].rows_received, before=before)
            if doubt and not is_accepted(place):
                hold(place, doubt)
        usable = [i for i in versions if settled[i][0].status == LOADED]
        counts = max(usable, key=lambda i: (_completeness(examined[i][1]), i))
        counted.append(counts)
        for i in usable:
            if i != counts:
                settled[i] = (_superseded(settled[i][0], by=files[counts].source_file), None)

    for one, other in combinations(sorted(counted), 2):
        doubt = _doubt(files[one], files[other], children[one], children[other])
        for place in _doubtful(one, other, examined, files, known) if doubt else ():
            if not is_accepted(place) and settled[place][0].status == LOADED:
                hold(place, doubt)
    counted = [i for i in counted if settled[i][0].status == LOADED]
    rows = sum(examined[i][0].rows_received for i in counted)
    for place in counted:
        doubt = known.much_smaller(files[place], rows, before=known.rows_of(files[place]), parts=len(counted))
        if doubt and not is_accepted(place):
            hold(place, doubt)
        elif len(counted) > 1:
            report, reading = settled[place]
            note = f"One of {len(counted)} files with different children, which together are the return; all count."
            settled[place] = (replace(report, detail=f"{report.detail} {note}" if report.detail else note), reading)
    return settled


def _order(file: LandedFile) -> tuple[int, int, str]:
    try:
        received = file.path.stat().st_mtime_ns
    except OSError:
        received = 0
    return version_number(file), received, file.source_file


def _children(reading: Reading | None) -> frozenset[str]:
    """The names of the children in a file, alike whatever their order and columns; they never leave this module."""
    if reading is None:
        return frozenset()
    at = reading.match.columns
    places = [at[n] for n in ("surname", "forename") if n in at]
    names = set()
    for row in reading.records:
        name = " ".join(row[p] or "" for p in places).strip() or (
            row[at["full_name"]] or "" if "full_name" in at else ""
        )
        names.add("".join(sorted(fold(word) for word in re.split(r"[\s,]+", name))))
    return frozenset(names - {""})


def _lists(files: Sequence[LandedFile], children: dict[int, frozenset[str]]) -> list[list[int]]:
    """Which files are versions of one list. A file without children is a version of the last list that has some."""
    of = {i: {i} for i in children}
    filled = [i for i in children if children[i]]
    for one, other in combinations(children, 2):
        same = _share(children[one], children[other]) >= SAME_LIST
        doubted = same and _doubt(files[one], files[other], children[one], children[other])
        empty = not children[one] or not children[other]
        if (same and not doubted) or (empty and (not filled or filled[-1] in (one, other))):
            joined = of[one] | of[other]
            for i in joined:
                of[i] = joined
    return [sorted(group) for group in {min(g): g for g in of.values()}.values()]


def _doubt(one: LandedFile, other: LandedFile, children: frozenset[str], others: frozenset[str]) -> FileIssue | None:
    """Why nobody can say whether two files are versions or parts, or None."""
    share = _share(children, others)
    labels = part_named(one), part_named(other)
    as_parts = None not in labels and labels[0] != labels[1]
    as_versions = PurePath(one.source_file).parent == PurePath(other.source_file).parent and fold(_stem(one)) == fold(
        _stem(other)
    )
    if share >= SAME_LIST and not as_parts:
        return None
    if share <= APART and not as_versions:
        return None
    because = (
        "their names say parts"
        if share >= SAME_LIST
        else "their names say versions"
        if share <= APART
        else "neither most nor next to none are"
    )
    return FileIssue(
        PARTS_OR_VERSIONS,
        f"versions of one list or parts of it were expected, and of the {len(children)} and {len(others)} children in"
        f" {one.source_file} and {other.source_file} {share:.0%} of the smaller number are in both, while {because}",
        "Ask the school. If one replaces the other, remove the one replaced; if both count, write"
        f' [accept] files = ["{one.source_file}", "{other.source_file}"] in cycle.toml.',
    )


def _doubtful(
    one: int, other: int, examined: Sequence[Examined], files: Sequence[LandedFile], known: LoadHistory
) -> tuple[int, ...]:
    """Which of two files to hold: both, but beside a far larger one, which must be the return or most of it, the small."""
    small, large = sorted((one, other), key=lambda i: (examined[i][0].rows_received, i))
    before = [(examined[large][0].rows_received, "")]
    is_far_smaller = known.much_smaller(files[small], examined[small][0].rows_received, before=before)
    return (small,) if is_far_smaller else (one, other)


def _stem(file: LandedFile) -> str:
    return school_of(PurePath(file.source_file).stem)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0


def _superseded(report: FileReport, *, by: str) -> FileReport:
    detail = issue(
        file=report.source_file,
        expected=f"one version of the return counts, and that is {by}; {report.rows_received} rows of this one are not loaded",
        remedy="Nothing need be done, unless this one is meant: then remove the other.",
    )
    return replace(report, status=SUPERSEDED, reason_code=OTHER_VERSION, detail=detail, rows_received=0)


def _completeness(reading: Reading | None) -> int:
    if reading is None or not reading.records:
        return 0
    return 1 if reading.truncated_row else 2
