"""dbt, called in this process: one start and one import for all that a run asks of it.

Put here how dbt is invoked, and all that is private to dbt, dbt-duckdb and dagster-dbt, which are pinned.
Keep out which models are built when (``assets.dbt_models``) and where the project's files go (``dbt_project``).

A process of its own for each call of dbt costs about five seconds of imports and parsing. What a process would
give for free is done here: whatever happens, the warehouse is closed and the environment is as it was.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator
from dagster_dbt.asset_utils import get_updated_cli_invocation_params_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.paths import DBT_PROJECT_DIR, Folders

NODE_RESULTS = ("LogSeedResult", "LogModelResult", "LogTestResult")
"""dbt's events that say how a seed, a model or a test went."""


@dataclass(frozen=True)
class DbtResult:
    """How an invocation of dbt went: its events about nodes, as dictionaries in order, and all errors it logged."""

    success: bool
    events: list[dict[str, Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def error_text(self) -> str:
        return "\n".join(self.errors)


def invoke(folders: Folders, *arguments: str, target: Path, logs: Path) -> DbtResult:
    """Run one dbt command in this process, on the warehouse of the data folder.

    Args:
        arguments: the command and its options, as on dbt's command line.
        target: where dbt writes what it parsed and compiled.
        logs: the folder of ``dbt.log``.

    A command that fails is a result. Raises only what stops the process itself (``KeyboardInterrupt`` and the like).
    """
    # half a second, and only for those who call dbt
    from dbt.cli.main import dbtRunner
    from dbt_common.events.functions import msg_to_dict

    events: list[dict[str, Any]] = []
    errors: list[str] = []

    def listen(message: Any) -> None:
        if message.info.level == "error":
            errors.append(message.info.msg)
        if message.info.name in NODE_RESULTS:
            events.append(msg_to_dict(message))

    command = [
        *("--no-use-colors", "--no-version-check"),
        *arguments,
        *("--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)),
        *("--target-path", str(target), "--log-path", str(logs)),
    ]
    with _environment(CME_WAREHOUSE=str(folders.warehouse)), _closed_warehouse(), _keyboard_interrupts():
        done = dbtRunner(callbacks=[listen]).invoke(command)
    if done.exception is not None:
        if not isinstance(done.exception, Exception):
            raise done.exception
        errors.append(str(done.exception))
    return DbtResult(done.success, events, errors)


def build_selected(
    folders: Folders, context: dg.AssetExecutionContext, *arguments: str, exclude: str | None = None, logs: Path
) -> tuple[DbtResult, list[Any]]:
    """``dbt build`` of the assets and checks that the step is to make; the result, and its events for Dagster.

    Args:
        arguments: options of ``dbt build`` other than selections.
        exclude: dbt selection of what stays out, though it were selected.
    """
    wanted = get_updated_cli_invocation_params_for_context(
        context=context,
        manifest={},
        dagster_dbt_translator=DagsterDbtTranslator(),
        runtime_excludes=[exclude] if exclude else None,
    )
    indirect = ["--indirect-selection", wanted.indirect_selection] if wanted.indirect_selection else []
    result = invoke(
        folders,
        *("build", "--no-write-json", *arguments, *indirect, *wanted.selection_args),
        target=folders.dbt / "target",
        logs=logs,
    )
    events = [
        event
        for raw in result.events
        for event in DbtCoreCliEventMessage(raw_event=raw, event_history_metadata={}).to_default_asset_events(
            manifest=wanted.manifest, dagster_dbt_translator=wanted.dagster_dbt_translator, context=context
        )
    ]
    return result, events


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Variables that dbt's profile reads, and telemetry off; put back on leaving."""
    values |= {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _closed_warehouse() -> Iterator[None]:
    """On leaving dbt holds no connection: it keeps one open between commands, for a process that will end with it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    try:
        yield
    finally:
        if DuckDBConnectionManager._ENV is not None:
            DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


@contextmanager
def _keyboard_interrupts() -> Iterator[None]:
    """Signals to stop arrive as ``KeyboardInterrupt``, on which dbt cancels its queries and waits for its threads.

    Dagster raises an error of its own for them, which dbt does not know: its threads would go on without a warehouse.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
