"""Runs the job of a cycle in this process and says how it went.

Put here what the command line needs to turn a run of Dagster into words and an exit code. Keep out
what a run does.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict

import dagster as dg

from orchestration.cycles import landed_cycles
from orchestration.definitions import build_defs
from orchestration.errors import BadInput, GateFailed, UserError
from orchestration.folders import DBT_PROJECT_DIR, Folders
from orchestration.jobs import JOB_OF_KIND
from orchestration.landing.cycle import read_cycle
from orchestration.progress import stage_of
from orchestration.summary import run_summary, text_table
from orchestration.warehouse import connect

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


def run_cycle(folders: Folders, cycle: str, instance: dg.DagsterInstance) -> str:
    """Run the job that the cycle's kind calls for; returns the summary to print.

    Raises ``GateFailed`` when a blocking check did not hold, the user's own error when a step raised
    one, and ``RuntimeError`` for anything else.
    """
    started = time.monotonic()
    kind = read_cycle(folders.landing, cycle).kind
    job = build_defs(folders).resolve_job_def(JOB_OF_KIND[kind].name)
    log = folders.state / "last_run.log"
    with log.open("w", encoding="utf-8") as output, contextlib.redirect_stdout(output):
        result = job.execute_in_process(
            partition_key=cycle,
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"progress": {}}},
        )
    if not result.success:
        _raise_reason(result)
    la_names = _la_names()
    return "\n\n".join(
        [
            run_summary(folders.published, cycle=cycle, la_names=la_names),
            "Time by stage\n" + _stage_times(result, total=time.monotonic() - started),
            _what_did_not_come(folders, cycle),
            _where_to_look(folders, cycle),
        ]
    )


def _raise_reason(result: dg.ExecuteInProcessResult) -> None:
    failed = [
        f"{check.asset_key.to_user_string()} {check.check_name}: {check.description or 'did not hold'}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    if failed:
        raise GateFailed(
            "A quality gate stopped the run. What was published before is untouched.\n  "
            + "\n  ".join(failed)
        )
    messages = []
    for event in result.all_events:
        error = getattr(event.event_specific_data, "error", None)
        while error is not None:
            if error.cls_name in _USER_ERRORS:
                raise _USER_ERRORS[error.cls_name](error.message.split(": ", 1)[-1].strip())
            messages.append(error.to_string())
            error = error.cause
    raise RuntimeError("\n".join(messages[-1:]) or "the run failed without an error event")


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
    lines = [f"Files not loaded: {len(rows)}"]
    lines += [f"  {status.replace('_', ' ')}: {file}  {detail}".rstrip() for status, _, file, detail in rows]
    if len(lines) > FILES_LISTED:
        more = len(lines) - FILES_LISTED
        lines = [*lines[:FILES_LISTED], f"  and {more} more: see raw/files in Dagster"]
    return "\n".join(lines)


def _where_to_look(folders: Folders, cycle: str) -> str:
    return "\n".join(
        [
            "Where to look next",
            "  Dagster's pages    make ui   (or: cme ui)",
            f"  marts              {folders.published}/evaluation.duckdb, schema marts",
            f"  Data Docs          {folders.quality}/index.html",
            f"  linkage quality    {folders.state}/evaluation/{cycle}/index.html",
            f"  for suppliers      {folders.returns}/{cycle} (rows to mend, receipts)",
            "  dbt docs           make docs",
        ]
    )


def _la_names() -> dict[str, str]:
    import csv

    with (DBT_PROJECT_DIR / "seeds" / "local_authorities.csv").open(encoding="utf-8") as handle:
        return {row["lad_cd"]: row["name_en"] for row in csv.DictReader(handle)}
