"""Which files a cycle holds for a source, and which it should hold.

Put here where files are in the landing folder and who sent them. Nothing is opened. Keep out reading and storing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from orchestration.domain.authorities import any_code, welsh_code
from orchestration.domain.sources import LANDING_SOURCES
from orchestration.domain.text import fold_label, plain_label
from orchestration.landing.tables import as_timestamp

LA_FOLDER = LANDING_SOURCES["plasc"].folder
LA_STEMS = {name: source.file_stem for name, source in LANDING_SOURCES.items() if source.file_stem}
FOLDERS = {name: source.folder for name, source in LANDING_SOURCES.items() if not source.file_stem}
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "_ready"}
MAPS_FILE = "column_maps.toml"
THRESHOLDS_FILE = "thresholds.toml"
_SETTINGS = ("cycle.toml", MAPS_FILE, THRESHOLDS_FILE)
# What may follow a school's number or name in that of its file: which version it is, or that it is a copy.
_VERSION = re.compile(
    r"(?:[ ._-]+|(?<=\d))(?:v|ver|version|f|fersiwn)[ ._-]?\d{1,3}$"
    r"|[ ._-]*\(\d{1,3}\)$|[ ._-]+cop[yi]$",
    re.IGNORECASE,
)
# Words in the name of a file which say that it is a part of a return, each with the part that it is.
_PART = re.compile(
    r"\b(?:year|yr|y|blwyddyn|bl|class|dosbarth|form|ffurflen|group|grwp|part|rhan|batch|swp|set|section|adran)"
    r"(?: group| grwp)? ?(\d{1,2} ?[a-z]?|[a-z])\b"
    r"|\b(\d{1,2}) (?:of|o) \d{1,2}\b|\b(\d{1,2}[a-z])\b"
    r"|\b(reception|derbyn|nursery|meithrin|infants?|babanod|juniors?|iau|primary|cynradd|secondary|uwchradd"
    r"|sixth form|chweched)\b"
)
# Names of folders beside the returns that are no school's; files in them are reported as unexpected.
_NOT_A_SCHOOL = {
    "old",
    "archive",
    "archif",
    "hen",
    "previous",
    "blaenorol",
    "draft",
    "drafft",
    "templates",
    "templedi",
    "new",
    "newydd",
    "late",
    "hwyr",
}


@dataclass(frozen=True)
class LandedFile:
    """A file of the landing folder and who sent it.

    ``source_file`` is its path below the folder of the cycle. ``la_code`` is the GSS code of its authority: None for an
    independent school, which has a ``school_key``, and for a supplier that the path does not identify (``is_known`` is
    False then).
    """

    path: Path
    source_file: str
    la_code: str | None = None
    school_key: str | None = None
    is_known: bool = True


def find_files(cycle_dir: Path, source: str) -> list[LandedFile]:
    """The files of one source, ordered by path, files named by an authority's code before those named otherwise."""
    if source in LA_STEMS:
        found = [
            _landed(cycle_dir, path, welsh_code(folder.name))
            for folder in _entries(cycle_dir / LA_FOLDER)
            if folder.is_dir()
            for path in _entries(folder)
            if path.is_file() and fold_label(path.stem) == LA_STEMS[source]
        ]
    elif source == "independent_schools":
        found = _returns(cycle_dir, cycle_dir / FOLDERS[source])
    else:
        code_of = welsh_code if source == "nhs" else any_code
        found = [
            _landed(cycle_dir, path, code_of(path.stem))
            for path in _entries(cycle_dir / FOLDERS[source])
            if path.is_file()
        ]
    return sorted(found, key=lambda f: (f.la_code not in (f.path.stem, f.path.parent.name), f.source_file))


def find_unrecognised(cycle_dir: Path) -> list[LandedFile]:
    """Files of the cycle that belong to no source, wherever they are, and empty folders that are no authority's."""
    known = {f.path for source in (*LA_STEMS, *FOLDERS) for f in find_files(cycle_dir, source)}
    known |= {cycle_dir / name for name in _SETTINGS}
    unrecognised = [p for p in _below(cycle_dir) if p not in known]
    empty = [p for p in _entries(cycle_dir / LA_FOLDER) if p.is_dir() and not welsh_code(p.name) and not any(_below(p))]
    return [LandedFile(p, _relative(cycle_dir, p), is_known=False) for p in sorted([*unrecognised, *empty])]


def expected_paths(source: str, participating_las: Iterable[str]) -> dict[str, str]:
    """By participating authority the path of the file it should have; none for a source that not every one has."""
    if source == "nhs":
        return {la: f"nhs/{la}.csv" for la in participating_las}
    if source in LA_STEMS:
        return {la: f"{LA_FOLDER}/{la}/{LA_STEMS[source]}.csv" for la in participating_las}
    return {}


def is_return_of(stem: str, *, school_number: str, name: str) -> bool:
    """Whether a file with this name (``stem``) is the return of the school: it begins with its number or its name."""
    given, by_name = fold_label(stem), fold_label(name or "")
    number = fold_label(school_number or "")
    return bool(number and given.startswith(number)) or bool(len(by_name) > 4 and given.startswith(by_name))


def school_of(stem: str) -> str:
    """The school's part of a file's name: ``6816001`` of ``6816001.v2``, ``6816001_v2`` and ``6816001 (2)``."""
    before, school = "", stem.strip()
    while school != before:
        before, school = school, _VERSION.sub("", school).strip() or school
    return school


def part_named(file: LandedFile) -> str | None:
    """Which part of a return the file's name says it is: ``7`` of ``Year 7`` and ``Blwyddyn-7``, ``1`` of ``part 1
    of 2``, ``3b`` of ``3B``; None where it names no part."""
    words = " ".join(re.findall(r"[^\W_]+", plain_label(school_of(PurePath(file.source_file).stem))))
    found = _PART.search(words)
    return next(part for part in found.groups() if part).replace(" ", "") if found else None


def supplier_of(file: LandedFile) -> str:
    """Who sent the file, the same for all its versions: the school, the authority, or failing both its path."""
    return fold_label(file.school_key or "") or file.la_code or file.source_file


def received_at(path: Path) -> dt.datetime:
    """When the file was last written, in UTC without a zone. Raises ``OSError`` where nobody may look."""
    return as_timestamp(dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))


def _returns(cycle_dir: Path, folder: Path) -> list[LandedFile]:
    """Returns of schools: files named by the school, and files of any name in a folder named by it."""
    found = []
    for path in _entries(folder):
        if path.is_file():
            found.append(LandedFile(path, _relative(cycle_dir, path), school_key=school_of(path.stem)))
        elif fold_label(path.name) not in _NOT_A_SCHOOL:
            found += [
                LandedFile(p, _relative(cycle_dir, p), school_key=path.name) for p in _entries(path) if p.is_file()
            ]
    return found


def _landed(cycle_dir: Path, path: Path, code: str | None) -> LandedFile:
    return LandedFile(path, _relative(cycle_dir, path), la_code=code, is_known=code is not None)


def _relative(cycle_dir: Path, path: Path) -> str:
    return path.relative_to(cycle_dir).as_posix()


def _entries(folder: Path) -> list[Path]:
    """What a supplier put in the folder, sorted; without what an operating system or an open Office left there."""
    if not folder.is_dir():
        return []
    return sorted(
        p for p in folder.iterdir() if not p.name.startswith((".", "~$")) and p.name.lower() not in _SYSTEM_FILES
    )


def _below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in _entries(folder):
        found.extend(_below(path) if path.is_dir() else [path])
    return found
