"""The state of a cycle's landing folder: a fingerprint of its files, and when the last one arrived.

Put here what is known of landed files without opening them, so that a sensor may ask every minute. Keep out what is in
them (``files``, ``validate_file``) and the settings of a cycle (``cycle``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path


def landing_fingerprint(landing_dir: Path, cycle: str) -> str:
    """A digest of names, sizes and modification times of a cycle's files: it changes when anything lands."""
    root = landing_dir / cycle
    digest = hashlib.sha256()
    for path in sorted(_files(root)):
        stat = path.stat()
        digest.update(f"{path.relative_to(root).as_posix()}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def last_modified(landing_dir: Path, cycle: str) -> float:
    """When the newest file of the cycle's folder was written, in seconds since the epoch; 0 without files."""
    return max((path.stat().st_mtime for path in _files(landing_dir / cycle)), default=0.0)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
