"""Calls of dbt that are no part of a run: parsing the project, and building its documentation.

Put here what needs dbt outside Dagster. A run calls dbt through ``assets.dbt_models``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from orchestration.errors import UserError
from orchestration.paths import DBT_PROJECT_DIR, Folders

DBT_EXECUTABLE = Path(sys.executable).with_name("dbt")


def _dbt(folders: Folders, target: Path, *arguments: str) -> None:
    result = subprocess.run(
        [
            str(DBT_EXECUTABLE),
            "--no-use-colors",
            "--no-version-check",
            "--quiet",
            *arguments,
            "--profiles-dir",
            str(DBT_PROJECT_DIR),
            "--project-dir",
            str(DBT_PROJECT_DIR),
        ],
        env={
            **os.environ,
            "CME_WAREHOUSE": str(folders.warehouse),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(target),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        },
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        raise UserError(f"dbt {arguments[0]} failed:\n{result.stdout}{result.stderr}")


def prepare_manifest(folders: Folders) -> Path:
    """The path of dbt's manifest, parsed anew only when a source file of the project is newer.

    Raises ``UserError`` when the project cannot be parsed.
    """
    target = folders.dbt / "parse"
    manifest = folders.dbt / "manifest.json"
    newest = max(
        path.stat().st_mtime
        for pattern in ("*.yml", "**/*.sql", "**/*.yml", "seeds/*.csv")
        for path in DBT_PROJECT_DIR.glob(pattern)
    )
    if not (manifest.exists() and manifest.stat().st_mtime > newest):
        _dbt(folders, target, "parse")
        # only a whole one is taken: a parse that is killed, or has no room, leaves half a file
        os.replace(target / "manifest.json", manifest)
    return manifest


def build_docs(folders: Folders) -> Path:
    """One HTML file that describes every table, its columns, tests and lineage."""
    if not folders.warehouse.exists():
        raise UserError(f"There is no warehouse at {folders.warehouse} yet. Run a cycle first: cme run.")
    target = folders.dbt / "docs"
    _dbt(folders, target, "docs", "generate", "--static")
    return target / "static_index.html"
