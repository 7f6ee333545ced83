"""The folder of a cycle's work lists: replaced whole, and what somebody worked on is kept.

Put here what happens to folders and files. Keep out what a workbook holds (``write.py``).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from orchestration.excel.workbook import was_saved_since

WORKED_ON = "worked on"
"""Subfolder for what somebody filled in inside the folder, which a run must not remove."""


@contextmanager
def replacing_folder(final: Path) -> Iterator[Path]:
    """A folder to build in, which takes the place of ``final`` when the block ends.

    After an error, ``final`` is as it was. Only the owner may read the folder. Temporary files are written inside it: a
    sheet is one before it is zipped, and a run that is killed must not leave names outside the data folder.
    """
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _restore_after_crash(final)
    building = final.with_name(f".{final.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700)
    usual, tempfile.tempdir = tempfile.tempdir, str(building)
    try:
        yield building
        _swap(building, final)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    finally:
        tempfile.tempdir = usual


def keep_worked_on(old: Path, new: Path) -> int:
    """Copy to ``new/worked on`` what somebody saved in the old folder, or put there; returns how many files of it.

    What earlier runs kept is copied too, and does not count.
    """
    if not old.is_dir():
        return 0
    # while a workbook is open, Excel keeps a file beside it whose name begins so
    files = [path for path in sorted(old.iterdir()) if path.is_file() and not path.name.startswith("~$")]
    kept = [path for path in files if path.suffix != ".xlsx" or was_saved_since(path)]
    kept_earlier = sorted((old / WORKED_ON).glob("*"))
    other_folders = [path for path in sorted(old.iterdir()) if path.is_dir() and path.name != WORKED_ON]
    if kept or kept_earlier or other_folders:
        (new / WORKED_ON).mkdir(mode=0o700)
    for path in [*kept_earlier, *other_folders]:
        if path.is_dir():
            shutil.copytree(path, new / WORKED_ON / path.name, dirs_exist_ok=True)
        else:
            shutil.copy2(path, new / WORKED_ON / path.name)
    for path in kept:
        saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d %H%M")
        Path(shutil.copy2(path, new / WORKED_ON / f"{path.stem} {saved_at}{path.suffix}")).chmod(0o600)
    return len(kept)


def _swap(new: Path, final: Path) -> None:
    """Put the new folder in the place of the old one, which is removed only when the new one is there."""
    old = _aside(final)
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def _restore_after_crash(final: Path) -> None:
    """Put the old folder back, with what was worked on, where a run was killed in the middle of the swap."""
    if _aside(final).is_dir() and not final.exists():
        _aside(final).rename(final)


def _aside(final: Path) -> Path:
    return final.with_name(f".{final.name}.old")
