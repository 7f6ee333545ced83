"""Rules of the house that a machine can hold us to."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_IMPORT = {
    "dagster": {"dagster", "incremental", "definitions"},
    "dagster_dbt": {"dagster"},
    "orchestration.dagster": {"dagster", "cli", "definitions"},
    "orchestration.cli": {"cli"},
}
"""Who may import these modules, by package or module below ``orchestration``; the work of all others needs neither."""
PYTHON_FILES = sorted(path for folder in ("orchestration", "expectations") for path in (ROOT / folder).rglob("*.py"))


def _imported_modules(path: Path) -> set[str]:
    """Modules by their full names, with the names imported from each, since these may be modules."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return modules


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_only_its_users_import_a_module(module):
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in PYTHON_FILES
        if any(f"{name}.".startswith(f"{module}.") for name in _imported_modules(path))
    }
    allowed = {name for name in importers if re.sub(r"^orchestration/(\w+).*$", r"\1", name) in MAY_IMPORT[module]}
    assert allowed, f"nothing imports {module}: remove it from the list"
    assert importers == allowed


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
