"""Settings that people write for single suppliers, as TOML: for every cycle in ``reference/``, or for one beside its files.

Put here what column maps and thresholds share: where such a file lies, how it is read, and who is meant by a table
in it. Keep out what a setting says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from orchestration.errors import BadInput, issue

Wrong = Callable[[str, str, str], None]
"""Tells a fault: of which table of the file, what was expected, and what to do."""


def read_supplier_settings(
    name: str,
    *,
    cycle_dir: Path,
    reference_dir: Path,
    kinds: tuple[str, ...],
    example: str,
    put: Callable[[str, str, object, Wrong], None],
) -> None:
    """Give ``put`` each table ``[kind.supplier]`` of the file in ``reference_dir``, then of that in ``cycle_dir``.

    So what ``put`` keeps of a cycle comes over what it kept for every cycle. Raises ``BadInput`` with every fault of
    both files at once; a file that is not there says nothing.
    """
    issues: list[str] = []
    for path, where in (
        (reference_dir / name, f"reference/{name}"),
        (cycle_dir / name, f"landing/{cycle_dir.name}/{name}"),
    ):
        if path.is_file():
            _read(path, where, kinds, example, put, issues)
    if issues:
        raise BadInput(issues)


def source_name(stated: str) -> str:
    """The source meant by the name that its files have."""
    return "cme_register" if stated == "cme" else stated


def _read(
    path: Path,
    where: str,
    kinds: tuple[str, ...],
    example: str,
    put: Callable[[str, str, object, Wrong], None],
    issues: list[str],
) -> None:
    def wrong(table: str, expected: str, remedy: str) -> None:
        issues.append(issue(file=where, column=table, expected=expected, remedy=remedy))

    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        said = f" ({e})" if isinstance(e, tomllib.TOMLDecodeError) else ""
        issues.append(
            issue(file=where, expected=f"TOML in UTF-8 was expected{said}", remedy=f"Write it as: {example}.")
        )
        return
    for kind, tables in stated.items():
        if kind not in kinds or not isinstance(tables, dict):
            wrong(kind, f"a table {', '.join(kinds[:-1])} or {kinds[-1]} was expected", f"Write {example}.")
            continue
        for supplier, table in tables.items():
            put(kind, supplier, table, wrong)
