"""Rules of the house that a machine can hold us to."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KNOW_DAGSTER = ("dagster", "incremental", "cli")
"""The packages that import Dagster; the work of all others can be called without it."""
PYTHON_FILES = sorted(path for folder in ("orchestration", "expectations") for path in (ROOT / folder).rglob("*.py"))


def _imported_modules(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.split(".")[0])
    return modules


def test_the_work_does_not_know_dagster():
    inside = [path.relative_to(ROOT / "orchestration") for path in (ROOT / "orchestration").rglob("*.py")]
    knows = [
        str(path)
        for path in inside
        if path.parts[0] not in (*KNOW_DAGSTER, "definitions.py")
        and "dagster" in _imported_modules(ROOT / "orchestration" / path)
    ]
    assert knows == []


def test_the_root_holds_little():
    assert sorted(path.name for path in (ROOT / "orchestration").glob("*.py")) == [
        "__init__.py",
        "definitions.py",
        "errors.py",
        "paths.py",
    ]


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_module_says_what_belongs_in_it(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), (
        "begin the module with a paragraph on what belongs here and what does not"
    )


def _tracked_text_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_lock_file_names_no_package_host():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--index-url|--find-links", lock)


def test_no_path_of_one_machine():
    own_path = re.compile(r"(?<![\w.])/(?:home|work|Users)/\w+")
    found = [
        str(path.relative_to(ROOT))
        for path in _tracked_text_files()
        if path.suffix in {".py", ".sql", ".yml", ".toml", ".md", ".txt", ".csv", ".yaml", ""}
        and path != Path(__file__).resolve()
        and own_path.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []
