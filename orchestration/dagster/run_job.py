"""Running the job of a cycle in this process.

Put here what turns a cycle into an execution by Dagster, and Dagster's errors into the user's errors. Keep out which
cycle is run and what is printed (``orchestration.cli``), and which steps are due (``orchestration.incremental``).
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import dagster as dg

from orchestration.dagster.jobs import JOB_OF_KIND
from orchestration.dagster.partitions import FINGERPRINT
from orchestration.dagster.progress import stage_of
from orchestration.errors import GateFailed, UserError
from orchestration.incremental.plan import Plan, plan_rebuild, plan_run
from orchestration.landing.arrivals import folder_fingerprint
from orchestration.landing.cycle import read_cycle
from orchestration.paths import Folders
from orchestration.storage.disk_space import disk_full, is_out_of_space


@dataclass(frozen=True)
class PlannedRun:
    """A run of a cycle that has not begun: its job, the steps that are due, and the files that it will load."""

    cycle: str
    job: dg.JobDefinition
    plan: Plan
    fingerprint: str


def plan_job(definitions: dg.Definitions, folders: Folders, cycle: str, *, rebuild: bool = False) -> PlannedRun:
    """The run that a cycle needs now, of the job for its kind; all steps are due with ``rebuild``.

    Raises ``BadInput`` when the cycle's settings cannot be read.
    """
    kind = read_cycle(folders.landing, cycle).kind
    job = definitions.resolve_job_def(JOB_OF_KIND[kind].name)
    fingerprint = folder_fingerprint(folders.landing / cycle)
    plan = plan_rebuild(job, folders) if rebuild else plan_run(job, folders, cycle)
    return PlannedRun(cycle, job, plan, fingerprint)


def run_job(planned: PlannedRun, folders: Folders, instance: dg.DagsterInstance) -> dict[str, float]:
    """Execute the steps that are due; returns seconds by stage, and nothing when no step is due.

    What tools print goes to ``state/last_run.log``. Raises ``GateFailed`` when a blocking check did not pass,
    ``DiskFull``, the user's own error when a step raised one, and ``RuntimeError`` for anything else.
    """
    if not planned.plan.due:
        return {}
    with (
        (folders.state / "last_run.log").open("w", encoding="utf-8") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        result = planned.job.execute_in_process(
            partition_key=planned.cycle,
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"progress": {}}},
            asset_selection=sorted(planned.plan.due) if planned.plan.reused else None,
            tags={FINGERPRINT: planned.fingerprint},
        )
    if not result.success:
        raise _user_error(result, folders)
    return _seconds_by_stage(result)


def _user_error(result: dg.ExecuteInProcessResult, folders: Folders) -> Exception:
    """The error that explains why the run failed, for the user where possible."""
    errors = list(_errors(result))
    # first, because a check that could not be evaluated for want of space did not fail
    if any(is_out_of_space(error.to_string()) for error in errors):
        return disk_full(folders.data)
    failed = [
        f"{check.asset_key.to_user_string()} {check.check_name}: {check.description or 'failed'}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    if failed:
        return GateFailed(
            "A quality gate stopped the run. What was published before is untouched.\n  " + "\n  ".join(failed)
        )
    user_errors = {cls.__name__: cls for cls in _with_subclasses(UserError)}
    for error in errors:
        if error.cls_name in user_errors:
            return user_errors[error.cls_name](error.message.split(": ", 1)[-1].strip())
    return RuntimeError(errors[-1].to_string() if errors else "the run failed without an error event")


def _errors(result: dg.ExecuteInProcessResult) -> Iterator[Any]:
    """Each error of the run as Dagster stores it, followed by its causes."""
    for event in result.all_events:
        error = getattr(event.event_specific_data, "error", None)
        while error is not None:
            yield error
            error = error.cause


def _with_subclasses(cls: type[UserError]) -> Iterator[type[UserError]]:
    yield cls
    for subclass in cls.__subclasses__():
        yield from _with_subclasses(subclass)


def _seconds_by_stage(result: dg.ExecuteInProcessResult) -> dict[str, float]:
    seconds: dict[str, float] = defaultdict(float)
    for event in result.all_events:
        if event.is_step_success:
            seconds[stage_of(event.step_key)] += event.event_specific_data.duration_ms / 1000
    return dict(seconds)
