"""What is asked of the dbt project outside a run's stages: its manifest, and its documentation.

Put here where dbt's artefacts lie and when they are made again. Keep out how dbt is called (``dbt_runner``).
"""

from __future__ import annotations

import os
from pathlib import Path

from orchestration.dagster.dbt_runner import invoke
from orchestration.errors import UserError
from orchestration.paths import DBT_PROJECT_DIR, Folders


def prepare_manifest(folders: Folders) -> Path:
    """The path of dbt's manifest, parsed again only when a source file of the project is newer.

    Raises ``UserError`` when the project cannot be parsed.
    """
    # the target of the stages too: what is parsed here they need not parse again
    target = folders.dbt / "target"
    manifest = folders.dbt / "manifest.json"
    newest = max(
        path.stat().st_mtime
        for pattern in ("*.yml", "**/*.sql", "**/*.yml", "seeds/*.csv")
        for path in DBT_PROJECT_DIR.glob(pattern)
    )
    if not (manifest.exists() and manifest.stat().st_mtime > newest):
        _run(folders, "parse", target=target)
        # only a whole one is taken: a parse that is killed, or has no room, leaves half a file
        os.replace(target / "manifest.json", manifest)
    return manifest


def build_docs(folders: Folders) -> Path:
    """One HTML file that describes every table, its columns, tests and lineage."""
    if not folders.warehouse.exists():
        raise UserError(f"There is no warehouse at {folders.warehouse} yet. Run a cycle first: cme run.")
    target = folders.dbt / "docs"
    _run(folders, "docs", "generate", "--static", target=target)
    return target / "static_index.html"


def _run(folders: Folders, *command: str, target: Path) -> None:
    result = invoke(folders, "--log-level", "none", *command, target=target, logs=target)
    if not result.success:
        raise UserError(f"dbt {command[0]} failed:\n{result.error_text}")
