"""Runs the job of a cycle in this process and says how it went.

Put here what the command line needs to turn a run of Dagster into words and an exit code. Keep out
what a run does.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg

from orchestration.cli.report import run_summary, text_table
from orchestration.dagster.assets.landing import FINGERPRINT
from orchestration.dagster.jobs import JOB_OF_KIND
from orchestration.dagster.partitions import landed_cycles, landing_fingerprint
from orchestration.dagster.progress import stage_of
from orchestration.dagster.resources import Warehouse
from orchestration.definitions import build_defs
from orchestration.domain.la_names import la_names
from orchestration.errors import BadInput, GateFailed, UserError
from orchestration.incremental.ledger import read_records
from orchestration.incremental.plan import Plan, plan_rebuild, plan_run
from orchestration.incremental.step_inputs import WARNINGS
from orchestration.landing.cycle import read_cycle
from orchestration.paths import Folders
from orchestration.storage.disk_space import disk_full, is_out_of_space
from orchestration.storage.warehouse import connect

FILES_LISTED = 12
"""The summary is to fit a screen."""


def choose_cycle(folders: Folders, name: str | None) -> str:
    """The cycle to run: the one named, or the only one landed. Raises ``BadInput`` otherwise."""
    landed = landed_cycles(folders)
    if name is None and len(landed) == 1:
        return landed[0]
    if name is not None and (folders.landing / name).is_dir():
        return name
    have = ", ".join(landed) if landed else "none"
    if name is None:
        raise BadInput(
            f"Name the cycle to run. Landed under {folders.landing}: {have}. "
            "An invented one can be made with: cme sample."
        )
    raise BadInput(f"{folders.landing / name} is not there. Landed: {have}.")


def run_cycle(
    folders: Folders,
    cycle: str,
    instance: dg.DagsterInstance,
    *,
    everything: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> str:
    """Run the steps that are due of the job that the cycle's kind calls for; returns the summary to print.

    With ``everything`` all steps are made anew. ``say`` is told what is taken over from earlier runs. Raises
    ``GateFailed`` when a blocking check did not hold, ``WarehouseBusy`` when another run is on, the user's own error
    when a step raised one, and ``RuntimeError`` for anything else.
    """
    started = time.monotonic()
    kind = read_cycle(folders.landing, cycle).kind
    warehouse = Warehouse(data_dir=str(folders.data), is_locked=True)
    job = build_defs(folders, {"warehouse": warehouse}).resolve_job_def(JOB_OF_KIND[kind].name)
    with warehouse.lock():
        landed = landing_fingerprint(folders, cycle)
        plan = plan_rebuild(job, folders) if everything else plan_run(job, folders, cycle)
        if plan.told():
            say(plan.told())
        result = _execute(job, plan, folders, cycle, instance, landed) if plan.due else None
        if result is not None and not result.success:
            _raise_reason(result, folders)
        seconds = time.monotonic() - started
        return "\n\n".join(
            [
                run_summary(folders.published, cycle=cycle, la_names=la_names()),
                *(["Time by stage\n" + _stage_times(result, total=seconds)] if result is not None else []),
                _warnings_at_the_door(folders, cycle),
                _what_did_not_come(folders, cycle),
                _where_to_look(folders, cycle),
            ]
        )


def _execute(
    job: dg.JobDefinition, plan: Plan, folders: Folders, cycle: str, instance: dg.DagsterInstance, landed: str
) -> dg.ExecuteInProcessResult:
    log = folders.state / "last_run.log"
    with (
        log.open("w", encoding="utf-8") as output,
        contextlib.redirect_stdout(output),
        # what tools complain of on the way; the user is told once, in our words
        contextlib.redirect_stderr(output),
    ):
        return job.execute_in_process(
            partition_key=cycle,
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"progress": {}}},
            asset_selection=sorted(plan.due) if plan.taken_over else None,
            tags={FINGERPRINT: landed},
        )


def _raise_reason(result: dg.ExecuteInProcessResult, folders: Folders) -> None:
    errors = list(_errors(result))
    for error in errors:
        # first, because a check for which there was no room is no check that failed
        if is_out_of_space(error.to_string()):
            raise disk_full(folders.data)
    failed = [
        f"{check.asset_key.to_user_string()} {check.check_name}: {check.description or 'did not hold'}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    if failed:
        raise GateFailed(
            "A quality gate stopped the run. What was published before is untouched.\n  " + "\n  ".join(failed)
        )
    for error in errors:
        if error.cls_name in _USER_ERRORS:
            raise _USER_ERRORS[error.cls_name](error.message.split(": ", 1)[-1].strip())
    raise RuntimeError(errors[-1].to_string() if errors else "the run failed without an error event")


def _errors(result: dg.ExecuteInProcessResult) -> Iterator[Any]:
    """Each error of the run as Dagster keeps it, followed by what caused it."""
    for event in result.all_events:
        error = getattr(event.event_specific_data, "error", None)
        while error is not None:
            yield error
            error = error.cause


def _subclasses(cls: type[UserError]) -> dict[str, type[UserError]]:
    found = {cls.__name__: cls}
    for sub in cls.__subclasses__():
        found |= _subclasses(sub)
    return found


_USER_ERRORS = _subclasses(UserError)


def _stage_times(result: dg.ExecuteInProcessResult, *, total: float) -> str:
    seconds: dict[str, float] = defaultdict(float)
    for event in result.all_events:
        if event.is_step_success:
            seconds[stage_of(event.step_key)] += event.event_specific_data.duration_ms / 1000
    rows = [[stage, value] for stage, value in seconds.items()]
    rows.append(["start and bookkeeping", max(total - sum(seconds.values()), 0.0)])
    return text_table(["Stage", "Seconds"], [*rows, ["all", total]])


def _warnings_at_the_door(folders: Folders, cycle: str) -> str:
    """What the gates warn of: each rule with its figure, the files that fell short, and what to do."""
    with connect(folders.warehouse, read_only=True) as con:
        notes = sorted(read_records(con, cycle).items())
    warned = [line for step, note in notes if step.endswith(WARNINGS) for line in note.said.splitlines()]
    if not warned:
        return "The gates warn of nothing."
    return "\n".join([f"Warnings of the gates: {len(warned)} (all are in the Data Docs)", *_listed(warned)])


def _listed(lines: list[str]) -> list[str]:
    more = len(lines) - FILES_LISTED
    return [f"  {line}" for line in lines[:FILES_LISTED]] + ([f"  and {more} more"] if more > 0 else [])


def _what_did_not_come(folders: Folders, cycle: str) -> str:
    """Files expected and not received, and files that could not be used, with what to do."""
    with connect(folders.warehouse, read_only=True) as con:
        rows = con.execute(
            "select status, source, source_file, coalesce(detail, '') from raw.files "
            "where cycle = ? and status not in ('loaded', 'superseded') order by all",
            [cycle],
        ).fetchall()
    if not rows:
        return "Every file that was expected came, and all could be read."
    told = [
        f"{status.replace('_', ' ')}: {detail if detail.startswith(file) else f'{file}  {detail}'.rstrip()}"
        for status, _, file, detail in rows
    ]
    return "\n".join([f"Files not loaded: {len(rows)} (all are in raw/files in Dagster)", *_listed(told)])


def _where_to_look(folders: Folders, cycle: str) -> str:
    return "\n".join(
        [
            "Where to look next",
            "  Dagster's pages    make ui   (or: cme ui)",
            f"  marts              {folders.published}/evaluation.duckdb, schema marts",
            f"  Data Docs          {folders.quality}/index.html",
            f"  linkage quality    {folders.state}/evaluation/{cycle}/index.html",
            f"  for suppliers      {folders.returns}/{cycle} (rows to mend, receipts)",
            f"  who has answered   {folders.returns}/{cycle}/board.html",
            f"  for officers       {folders.work_lists}/{cycle} (names and addresses: keep them safe)",
            "  dbt docs           make docs",
        ]
    )
