"""The plan of a run: which steps are up to date, and which are due.

Put here the comparison of the ledger's records with what is there now, and its summary for the user. Keep out how
records are written (``ledger``) and what a step reads (``step_inputs``).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dagster as dg

from orchestration.incremental.ledger import (
    StepRecord,
    check_step_name,
    clear_ledger,
    fingerprint_steps,
    read_records,
    step_name,
)
from orchestration.incremental.step_inputs import SOURCE_OF_STEP, external_inputs, external_outputs
from orchestration.paths import Folders
from orchestration.storage.warehouse import connect

MAX_CAUSES_SHOWN = 3
DATA_DOCS = dg.AssetKey(["quality", "data_docs"])


@dataclass(frozen=True)
class Plan:
    """What a run has to do.

    Attributes:
        due: assets to build.
        steps: number of assets of the job, those up to date included.
        causes: why the first of the due assets are due.
        last_finished: when the newest of the assets that are up to date was built.
    """

    due: frozenset[dg.AssetKey]
    steps: int
    causes: tuple[str, ...] = ()
    last_finished: datetime | None = None

    @property
    def reused(self) -> int:
        """Number of assets that are up to date."""
        return self.steps - len(self.due)

    def summary(self) -> str:
        """One line for the user; empty where nothing was built before."""
        if not self.due:
            return (
                f"Nothing has changed since the run of {self.last_finished:%-d %B %H:%M}: all {self.steps} steps are "
                "up to date. (cme run --all rebuilds them.)"
            )
        if not self.causes:
            return ""
        more = len(self.causes) - MAX_CAUSES_SHOWN
        causes = "; ".join([*self.causes[:MAX_CAUSES_SHOWN], *([f"{more} more"] if more > 0 else [])])
        since = f" (of the run of {self.last_finished:%-d %B %H:%M})" if self.last_finished else ""
        return f"Reused: {self.reused} of {self.steps} steps{since}. Rebuilt: what depends on {causes}."


def plan_rebuild(job: dg.JobDefinition, folders: Folders) -> Plan:
    """A plan to rebuild all steps of the job; clears the ledger, so that a run that is stopped starts over too."""
    if folders.warehouse.exists():
        with connect(folders.warehouse) as con:
            clear_ledger(con)
    return _all_steps(job)


def plan_run(job: dg.JobDefinition, folders: Folders, cycle: str) -> Plan:
    """The steps of the job that are due; the warehouse is only read.

    A step is due when what it reads has changed, or what a step before it reads; when it was not finished, or a check
    of it did not pass; and when what it wrote outside the warehouse is gone.
    """
    whole_job = _all_steps(job)
    if not folders.warehouse.exists():
        return whole_job
    graph = job.asset_layer.asset_graph
    checks = check_steps(graph)
    with connect(folders.warehouse, read_only=True) as con:
        recorded = read_records(con, cycle)
        if not recorded:
            return whole_job
        inputs_of = functools.partial(external_inputs, folders=folders, cycle=cycle, con=con)
        # a job may hold only some of the steps
        job_steps = {step_name(key) for key in whole_job.due}
        others = {step: record for step, record in recorded.items() if step not in job_steps}
        current = fingerprint_steps(graph, whole_job.due, inputs_of=inputs_of, known=others)
        for check in checks:
            if (asset := current.get(step_name(check.asset_key))) is not None:
                step = check_step_name(check)
                current[step] = StepRecord(asset.fingerprint, inputs_of(step))

    def reason(key: dg.AssetKey) -> str | None:
        steps = [step_name(key), *(check_step_name(check) for check in checks if check.asset_key == key)]
        return next(filter(None, (_reason_due(step, current, recorded, folders, cycle) for step in steps)), None)

    reasons = _due_with_reasons(graph, {key: why for key in whole_job.due if (why := reason(key)) is not None})
    causes = sorted({why for key, why in reasons.items() if why and not graph.get(key).parent_keys & reasons.keys()})
    finished = [recorded[step_name(key)].finished_at for key in whole_job.due - reasons.keys()]
    return Plan(frozenset(reasons), whole_job.steps, tuple(causes), max(finished, default=None))


def _all_steps(job: dg.JobDefinition) -> Plan:
    keys = frozenset(job.asset_layer.executable_asset_keys)
    return Plan(keys, len(keys))


def check_steps(graph: Any) -> list[dg.AssetCheckKey]:
    """Checks that are steps of their own; those of dbt run in one step with the models that they test."""
    return sorted(check for check in graph.asset_check_keys if not graph.assets_def_for_key(check).keys)


def _due_with_reasons(graph: Any, reasons: Mapping[dg.AssetKey, str]) -> dict[dg.AssetKey, str | None]:
    """The assets that are due, with those that cannot be built without them."""
    due: dict[dg.AssetKey, str | None] = {}
    for key, why in reasons.items():
        # assets that one step builds together are due together
        due |= {other: why for other in graph.get(key).execution_set_asset_keys if other not in due}
    if any(step_name(key) in SOURCE_OF_STEP for key in due):
        # the gate of a reloaded source writes a new result, even if it is the same as before
        due.setdefault(DATA_DOCS, None)
    return due


def _reason_due(
    step: str,
    current: Mapping[str, StepRecord],
    recorded: Mapping[str, StepRecord],
    folders: Folders,
    cycle: str,
) -> str | None:
    """Why the step or check is due, in words for the user; None when it is up to date."""
    now, done = current.get(step), recorded.get(step)
    if now is None or done is None:
        return f"{step} (not finished)"
    changed = sorted(name for name in now.inputs | done.inputs if now.inputs.get(name) != done.inputs.get(name))
    if "program" in changed:
        return "the program"
    if changed or now.fingerprint != done.fingerprint:
        return f"{step} ({', '.join(changed) or 'what it is built from'})"
    if done.outputs != external_outputs(step, folders=folders, cycle=cycle):
        return f"{step} (what it wrote is gone)"
    return None
