"""Which steps of a run are as they would be made again, and which are due.

Put here the comparison of what the warehouse notes with what lies there now, and how it is told. Keep out how
notes come about (``ledger``) and what a step reads (``step_inputs``).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import datetime

import dagster as dg

from orchestration.dagster.checks.gates import gate_checks
from orchestration.dagster.checks.linkage import linkage_checks
from orchestration.incremental.ledger import (
    StepRecord,
    clear_ledger,
    fingerprints_of,
    read_records,
    step_of,
    step_of_check,
)
from orchestration.incremental.step_inputs import OF_SOURCE, outside_outputs, own_inputs
from orchestration.paths import Folders
from orchestration.storage.warehouse import connect

CAUSES_TOLD = 3
DATA_DOCS = dg.AssetKey(["quality", "data_docs"])
CHECKS = [spec.key for checks in (*gate_checks, *linkage_checks) for spec in checks.check_specs]


@dataclass(frozen=True)
class Plan:
    """``due`` are the assets to make, of ``steps`` in all; ``causes`` say why, for those with which it begins;
    ``last`` is when the newest of the others ended."""

    due: frozenset[dg.AssetKey]
    steps: int
    causes: tuple[str, ...] = ()
    last: datetime | None = None

    @property
    def taken_over(self) -> int:
        return self.steps - len(self.due)

    def told(self) -> str:
        """One line for the user; empty where nothing was made before."""
        if not self.due:
            return (
                f"Nothing has changed since the run of {self.last:%-d %B %H:%M}: all {self.steps} steps are as they "
                "were. (cme run --all makes them anew.)"
            )
        if not self.causes:
            return ""
        more = len(self.causes) - CAUSES_TOLD
        why = "; ".join([*self.causes[:CAUSES_TOLD], *([f"{more} more"] if more > 0 else [])])
        over = (
            f"Taken over from the run of {self.last:%-d %B %H:%M}: " if self.last else "Taken over from earlier runs: "
        )
        return f"{over}{self.taken_over or 'none'} of {self.steps} steps. Made again is what depends on: {why}."


def everything(job: dg.JobDefinition) -> Plan:
    """All steps of the job."""
    keys = frozenset(job.asset_layer.executable_asset_keys)
    return Plan(keys, len(keys))


def plan_rebuild(job: dg.JobDefinition, folders: Folders) -> Plan:
    """All steps of the job, after taking away what was noted of them, so that a run that is stopped goes on anew."""
    if folders.warehouse.exists():
        with connect(folders.warehouse) as con:
            clear_ledger(con)
    return everything(job)


def plan_run(job: dg.JobDefinition, folders: Folders, cycle: str) -> Plan:
    """The steps of the job that no note says are done as they would be now.

    A step is due when what it reads has changed, or what a step before it reads; when it was not finished, or a
    check of it has not held; and when what it left outside the warehouse is gone. The warehouse is only read.
    """
    whole = everything(job)
    if not folders.warehouse.exists():
        return whole
    graph = job.asset_layer.asset_graph
    with connect(folders.warehouse, read_only=True) as con:
        noted = read_records(con, cycle)
        if not noted:
            return whole
        own = functools.partial(own_inputs, folders=folders, cycle=cycle, con=con)
        # a job may hold but some of the steps
        others = {step: note for step, note in noted.items() if step not in {step_of(key) for key in whole.due}}
        now = fingerprints_of(graph, whole.due, own=own, known=others)
        for check in CHECKS:
            if (asset := now.get(step_of(check.asset_key))) is not None:
                now[step_of_check(check)] = StepRecord(asset.fingerprint, own(step_of_check(check)))
    reasons: dict[dg.AssetKey, str | None] = {}
    for key in whole.due:
        names = [step_of(key), *(step_of_check(check) for check in CHECKS if check.asset_key == key)]
        reason = next(filter(None, (_reason(name, now, noted, folders, cycle) for name in names)), None)
        if reason is not None:
            # what is made in one piece is due together
            reasons |= {other: reason for other in graph.get(key).execution_set_asset_keys if other not in reasons}
    if any(step_of(key) in OF_SOURCE for key in reasons):
        # a gate has something new to say, though it should be what it said before
        reasons.setdefault(DATA_DOCS, None)
    causes = sorted({told for key, told in reasons.items() if told and not graph.get(key).parent_keys & reasons.keys()})
    last = max((noted[step_of(key)].finished_at for key in whole.due - reasons.keys()), default=None)
    return Plan(frozenset(reasons), whole.steps, tuple(causes), last)


def _reason(
    step: str, now: dict[str, StepRecord], noted: dict[str, StepRecord], folders: Folders, cycle: str
) -> str | None:
    """Why the step or check is due, in words that name it; None where it is not."""
    wanted, done = now.get(step), noted.get(step)
    if wanted is None or done is None:
        return f"{step} (not finished)"
    changed = sorted(name for name in wanted.inputs | done.inputs if wanted.inputs.get(name) != done.inputs.get(name))
    if "program" in changed:
        return "the program"
    if changed or wanted.fingerprint != done.fingerprint:
        return f"{step} ({', '.join(changed) or 'what it is made of'})"
    if done.outputs != outside_outputs(step, folders=folders, cycle=cycle):
        return f"{step} (what it wrote is gone)"
    return None
