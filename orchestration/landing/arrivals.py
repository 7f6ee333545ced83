"""The state of folders that receive files: a fingerprint of what is there, and when it last changed.

Put here what is known of files without opening them, so that a sensor may ask every minute. Keep out what is in them
(``files``, ``validate_file``) and the settings of a cycle (``cycle``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path


def folder_fingerprint(*folders: Path) -> str:
    """A digest of the names, sizes and modification times of all files below the folders.

    It changes when anything arrives, changes or goes. A folder that does not exist counts as empty.
    """
    digest = hashlib.sha256()
    for number, folder in enumerate(folders):
        for path in sorted(_files(folder)):
            stat = path.stat()
            digest.update(
                f"{number}/{path.relative_to(folder).as_posix()}|{stat.st_size}|{stat.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()[:16]


def last_modified(*folders: Path) -> float:
    """When the newest file below the folders was written, in seconds since the epoch; 0 without files."""
    return max((path.stat().st_mtime for folder in folders for path in _files(folder)), default=0.0)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
