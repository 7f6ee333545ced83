"""The rules on rows and files as data: what each code means, in Welsh and English.

The rules are in ``row_rules.toml`` and ``file_rules.toml``; here is only what reads them. Keep out applying the rules
to each row (``orchestration.quality.row_issues``) and the reasons for holding a file (``validate_file.py``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from orchestration.landing.contract.toml_file import TomlTable, read_toml

REJECT, FLAG = "reject", "flag"
_HERE = Path(__file__).parent


class FileRule(TomlTable):
    """What the sender of a file reads: what is wrong and what to send, each in Welsh and English."""

    wording_cy: str
    wording_en: str
    send_cy: str
    send_en: str


class RowRule(FileRule):
    """What the sender reads about a row: also how serious it is, in which field, and the SQL that finds it."""

    level: Literal["reject", "flag"]
    field: str
    when: str


@cache
def row_rules() -> dict[str, RowRule]:
    """Every rule on rows by its code, in the order of the file."""
    return read_toml(_HERE / "row_rules.toml", dict[str, RowRule])


@cache
def file_rules() -> dict[str, FileRule]:
    """Every rule on files by its reason_code."""
    return read_toml(_HERE / "file_rules.toml", dict[str, FileRule])
