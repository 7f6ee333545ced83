"""The rules on rows and files as data: what each code means, in Welsh and English.

The rules are in ``row_rules.toml`` and ``file_rules.toml``; here is only what reads them. Keep out the putting of
rules to rows (``orchestration.quality.row_issues``) and the reasons for holding a file (``validate_file.py``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REJECT, FLAG = "reject", "flag"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class FileRule:
    """What is told of a file: what is wrong and what to send, each in Welsh and English."""

    code: str
    wording_cy: str
    wording_en: str
    send_cy: str
    send_en: str


@dataclass(frozen=True)
class RowRule(FileRule):
    """What is told of a row: also how grave it is, in which field, and the SQL that finds it."""

    level: str
    field: str
    when: str


@cache
def row_rules() -> dict[str, RowRule]:
    """Every rule on rows by its code, in the order of the file."""
    return {code: RowRule(code=code, **words) for code, words in _read("row_rules.toml").items()}


@cache
def file_rules() -> dict[str, FileRule]:
    """Every rule on files by its reason_code."""
    return {code: FileRule(code=code, **words) for code, words in _read("file_rules.toml").items()}


def _read(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
