"""Several files of one school's return: versions of one list, of which one counts, or parts, which all do.

The children decide it: two files with mostly the same children are versions of one list, and the last complete one
counts; two files with next to none in common are parts (a file a year group, say). Where the names of the files
contradict that, or a share of the children is in both, nobody can say which children are at the school, and the files
are held until a person decides. Keep out whether one file by itself may be loaded (``validate_file.py``) and whether
it is the file that was meant (``file_checks.py``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import combinations
from pathlib import PurePath

from orchestration.domain.text import fold_label
from orchestration.landing.file_checks import is_far_smaller, smaller_than
from orchestration.landing.file_report import FileIssue
from orchestration.landing.file_status import FileStatus, ReasonCode
from orchestration.landing.files import LandedFile, part_named, school_of, supplier_of
from orchestration.landing.load_history import EarlierRows
from orchestration.landing.readers import Reading
from orchestration.landing.validate_file import ValidatedFile

SAME_LIST = 0.5
"""Two files with at least this share of the smaller one's children in common are versions of one list."""
APART = 0.1
"""Two files with at most this share in common are parts: a child who changed class stands in both."""

_NUMBER = re.compile(r"(?:^|[ ._-]|(?<=\d))(?:v|ver|version|f|fersiwn)[ ._-]?(\d{1,3})$|\((\d{1,3})\)$", re.IGNORECASE)

Names = frozenset[str]
"""The children of one file, a folded name each."""


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
    return [sorted(group, key=_version_order) for group in groups.values()]


def settle_return(files: Sequence[ValidatedFile], *, accepted: Collection[str]) -> list[ValidatedFile]:
    """The files of one return in the same order; of those that may be loaded, only the ones that count still may.

    ``files`` are in the order of ``group_returns``. Of each list the last complete version counts; where none is
    complete, the last with records, and else the last. ``accepted`` are files (by ``source_file``) that a person says
    count as they are. The size of the whole return is another question (``FileChecks.check_return_size``).
    """
    names = {place: _children(f.reading) for place, f in enumerate(files) if f.is_loadable}
    settled = list(files)
    for versions in _versions_of_lists(files, names):
        for place, validated in zip(versions, _settle_versions([files[i] for i in versions], accepted), strict=True):
            settled[place] = validated
    counted = [place for place, validated in enumerate(settled) if validated.is_loadable]
    for one, other in combinations(counted, 2):
        issue = _unclear(files[one].file, files[other].file, names[one], names[other])
        for place in _places_to_hold(one, other, files) if issue else ():
            if settled[place].is_loadable and files[place].file.source_file not in accepted:
                settled[place] = settled[place].not_loaded([issue])
    parts = sum(validated.is_loadable for validated in settled)
    if parts < 2:
        return settled
    note = f"One of {parts} files with different children, which together are the return; all count."
    return [ValidatedFile(f.file, f.report.with_note(note), f.reading) if f.is_loadable else f for f in settled]


def _version_order(file: LandedFile) -> tuple[int, int, str]:
    try:
        received = file.path.stat().st_mtime_ns
    except OSError:
        received = 0
    return version_number(file), received, file.source_file


def _children(reading: Reading | None) -> Names:
    """The children in a file, named alike whatever the order of their names and columns; the names never leave this
    module."""
    if reading is None:
        return frozenset()
    columns = reading.match.columns
    positions = [columns[n] for n in ("surname", "forename") if n in columns]
    names = set()
    for row in reading.records:
        name = " ".join(row[p] or "" for p in positions).strip()
        if not name and "full_name" in columns:
            name = row[columns["full_name"]] or ""
        names.add("".join(sorted(fold_label(word) for word in re.split(r"[\s,]+", name))))
    return frozenset(names - {""})


def _versions_of_lists(files: Sequence[ValidatedFile], names: dict[int, Names]) -> list[list[int]]:
    """Places of the loadable files, those together that are versions of one list. A file without children is a version
    of the last list that has some."""
    group_of = {place: {place} for place in names}
    filled = [place for place in names if names[place]]
    for one, other in combinations(names, 2):
        is_same_list = _share_in_common(names[one], names[other]) >= SAME_LIST
        if is_same_list and _unclear(files[one].file, files[other].file, names[one], names[other]):
            is_same_list = False
        has_empty = not names[one] or not names[other]
        if is_same_list or (has_empty and (not filled or filled[-1] in (one, other))):
            joined = group_of[one] | group_of[other]
            for place in joined:
                group_of[place] = joined
    return [sorted(group) for group in {min(g): g for g in group_of.values()}.values()]


def _settle_versions(versions: Sequence[ValidatedFile], accepted: Collection[str]) -> list[ValidatedFile]:
    """The versions of one list, one of which still may be loaded: each that is far smaller than an earlier one is held,
    and of the others all but the last complete one are superseded."""
    settled = list(versions)
    for place, version in enumerate(versions[1:], start=1):
        before = [EarlierRows(v.report.rows_received, f"in {v.file.source_file}") for v in versions[:place]]
        issue = smaller_than(before, version.report.rows_received)
        if issue is not None and version.file.source_file not in accepted:
            settled[place] = version.not_loaded([issue], may_be_accepted=True)
    usable = [place for place, version in enumerate(settled) if version.is_loadable]
    counts = max(usable, key=lambda place: (_completeness(versions[place].reading), place))
    for place in usable:
        if place != counts:
            settled[place] = _superseded(settled[place], by=versions[counts].file.source_file)
    return settled


def _unclear(one: LandedFile, other: LandedFile, names: Names, other_names: Names) -> FileIssue | None:
    """Why nobody can say whether two files are versions or parts, or None."""
    share = _share_in_common(names, other_names)
    labels = part_named(one), part_named(other)
    named_as_parts = None not in labels and labels[0] != labels[1]
    named_as_versions = PurePath(one.source_file).parent == PurePath(other.source_file).parent and (
        _school_in_name(one) == _school_in_name(other)
    )
    if share >= SAME_LIST:
        if not named_as_parts:
            return None
        because = "their names say parts"
    elif share <= APART:
        if not named_as_versions:
            return None
        because = "their names say versions"
    else:
        because = "neither most nor next to none are"
    return FileIssue(
        ReasonCode.PARTS_OR_VERSIONS,
        f"versions of one list or parts of it were expected, and of the {len(names)} and {len(other_names)} children in"
        f" {one.source_file} and {other.source_file} {share:.0%} of the smaller number are in both, while {because}",
        "Ask the school. If one replaces the other, remove the one replaced; if both count, write"
        f' [accept] files = ["{one.source_file}", "{other.source_file}"] in cycle.toml.',
    )


def _places_to_hold(one: int, other: int, files: Sequence[ValidatedFile]) -> tuple[int, ...]:
    """Which of two files to hold: both, but the small one alone beside a far larger one, which must be the return or
    most of it."""
    small, large = sorted((one, other), key=lambda place: (files[place].report.rows_received, place))
    if is_far_smaller(files[small].report.rows_received, files[large].report.rows_received):
        return (small,)
    return one, other


def _school_in_name(file: LandedFile) -> str:
    return fold_label(school_of(PurePath(file.source_file).stem))


def _share_in_common(names: Names, other_names: Names) -> float:
    """From 0 to 1, of the smaller number of children."""
    fewer = min(len(names), len(other_names))
    return len(names & other_names) / fewer if fewer else 0.0


def _superseded(version: ValidatedFile, *, by: str) -> ValidatedFile:
    issue = FileIssue(
        ReasonCode.OTHER_VERSION,
        f"one version of the return counts, and that is {by};"
        f" {version.report.rows_received} rows of this one are not loaded",
        "Nothing need be done, unless this one is meant: then remove the other.",
    )
    return ValidatedFile(version.file, version.report.not_loaded([issue], status=FileStatus.SUPERSEDED))


def _completeness(reading: Reading | None) -> int:
    """0 without records, 1 with records but cut short, 2 whole."""
    if reading is None or not reading.records:
        return 0
    return 1 if reading.truncated_row else 2
