"""Fingerprints: short digests by which a run recognises inputs that it has used before.

Put here how files and the program become a digest. Keep out which step reads what (``step_inputs``). Contents are
read, not modification times, so that a file that was only touched counts as unchanged.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from orchestration.paths import PROJECT_ROOT

ABSENT = "absent"
PROGRAM = ("orchestration", "expectations", "dbt_project")
MODELS = "dbt_project/models"
GENERATED_FOLDERS = {"target", "logs", "__pycache__"}
DISTRIBUTION = "children-missing-education"


def digest(*parts: object) -> str:
    """A digest of the parts in their order; the boundaries between parts count."""
    sha = hashlib.sha256()
    for part in parts:
        text = str(part).encode()
        sha.update(b"%d:" % len(text) + text)
    return sha.hexdigest()[:32]


def file_digest(path: Path) -> str:
    """A digest of the file's content; ``ABSENT`` where there is none."""
    if not path.is_file():
        return ABSENT
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()[:32]
    except PermissionError:
        return "cannot be opened"  # the step that reads it reports it, and the run goes on


def files_digest(root: Path, paths: Iterable[Path]) -> str:
    """A digest of the files' names below ``root`` and their contents; the order of ``paths`` does not matter."""
    return digest(*(f"{p.relative_to(root).as_posix()} {file_digest(p)}" for p in sorted(paths)))


def names_digest(folder: Path) -> str:
    """A digest of the names of all files below the folder; ``ABSENT`` where it has none."""
    # Excel writes a lock file beside an open workbook
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("~$"))
    names = sorted(p.relative_to(folder).as_posix() for p in files)
    return digest(*names) if names else ABSENT


@cache
def program() -> str:
    """A digest of this program's files, and of the versions of Python and of the libraries that it requires.

    dbt's macros, tests and seeds belong to the program, because Python reads some of them too; its models do not.
    """
    sources = [path for folder in PROGRAM for path in _files(PROJECT_ROOT / folder) if not _is_model(path)]
    names = {re.split(r"[^\w.-]", required, maxsplit=1)[0] for required in metadata.requires(DISTRIBUTION) or ()}
    return digest(files_digest(PROJECT_ROOT, sources), sys.version, *sorted(_version(name) for name in names))


@cache
def model(name: str) -> str:
    """A digest of a dbt model's files, ``<name>.sql`` and ``.yml``; ``ABSENT`` for a seed."""
    files = [path for path in _files(PROJECT_ROOT / MODELS) if path.stem == name and _is_model(path)]
    return files_digest(PROJECT_ROOT, files) if files else ABSENT


def _is_model(path: Path) -> bool:
    """Files whose names begin with an underscore hold sources and texts that models share."""
    return path.is_relative_to(PROJECT_ROOT / MODELS) and not path.name.startswith("_")


def _files(folder: Path) -> Iterator[Path]:
    """Source files: no caches, and nothing that dbt generated."""
    for path in folder.rglob("*"):
        is_generated = GENERATED_FOLDERS & set(path.relative_to(folder).parts)
        if path.is_file() and not is_generated and not path.name.startswith("."):
            yield path


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} {ABSENT}"
