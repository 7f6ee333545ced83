"""What has been done, and from what: noted in the warehouse itself, step by step.

Each step of a run has a fingerprint, made of what it reads outside the asset graph (``step_inputs``) and of the
fingerprints of the steps before it. The note of a step is taken away before the step begins and written when it
has ended well, whoever started the run. So a step that was killed or failed is not done; and a warehouse that is
deleted, or put back from a copy, takes its notes with it. Keep out what follows from notes (``plan``).
"""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dagster as dg
import duckdb

from orchestration.dagster.resources import Warehouse
from orchestration.incremental.fingerprints import digest
from orchestration.incremental.step_inputs import (
    IS_CHECK,
    KEPT_BY_CYCLE,
    NOT_FOLLOWED,
    outside_outputs,
    own_inputs,
)
from orchestration.landing import create_raw_tables


@dataclass(frozen=True)
class StepRecord:
    """A step that has ended well: ``inputs`` are digests by name, ``outputs`` of what it left outside the warehouse.
    A check has the fingerprint of the asset that it was asked of; ``said`` is what one said that warns."""

    fingerprint: str
    inputs: dict[str, str]
    said: str = ""
    outputs: str = ""
    finished_at: datetime | None = None


def recorded(work: Callable) -> Callable:
    """Make the function of an asset one that is noted when it has ended well, each table with its fingerprint."""

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Iterator[Any]:
        context, warehouse = dg.AssetExecutionContext.get(), kwargs["warehouse"]
        cycle = context.partition_key if context.has_partition_key else ""
        keys = context.selected_asset_keys
        with warehouse.connect() as con:
            remove_records(con, [step_of(key) for key in keys], cycle=cycle)
            begun = fingerprints_of(
                context.job_def.asset_layer.asset_graph,
                keys,
                own=lambda step: own_inputs(step, folders=warehouse.folders, cycle=cycle, con=con),
                known=read_records(con, cycle),
            )
        yield from _events(work(*args, **kwargs))
        # dbt asks a model's tests with it; a model whose tests were left out is not known to be good
        checks = {spec.key for spec in context.assets_def.node_check_specs_by_output_name.values()}
        untested = {step_of(check.asset_key) for check in checks - context.selected_asset_check_keys}
        _write(warehouse, {step: note for step, note in begun.items() if step not in untested}, cycle=cycle)

    return run


def recorded_check(work: Callable) -> Callable:
    """Make the function of a check that is a step of its own one that is noted when it held."""

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Iterator[Any]:
        context, warehouse = dg.AssetCheckExecutionContext.get(), kwargs["warehouse"]
        cycle = context.partition_key if context.has_partition_key else ""
        steps = [step_of_check(spec.key) for spec in context.check_specs]
        with warehouse.connect() as con:
            remove_records(con, steps, cycle=cycle)
            notes = read_records(con, cycle)
            own = {step: own_inputs(step, folders=warehouse.folders, cycle=cycle, con=con) for step in steps}
        held, said = True, {}
        only = context.check_specs[0].name
        for result in _events(work(*args, **kwargs)):
            held &= result.passed or result.severity != dg.AssetCheckSeverity.ERROR
            if not result.passed:
                said[result.check_name or only] = result.description or ""
            yield result
        if held:
            found = {
                step_of_check(spec.key): StepRecord(
                    notes[asset].fingerprint, own[step_of_check(spec.key)], said.get(spec.name, "")
                )
                for spec in context.check_specs
                if (asset := step_of(spec.asset_key)) in notes
            }
            _write(warehouse, found, cycle=cycle)

    return run


def step_of(key: dg.AssetKey) -> str:
    return key.to_user_string()


def step_of_check(key: dg.AssetCheckKey) -> str:
    return f"{step_of(key.asset_key)}{IS_CHECK}{key.name}"


def fingerprints_of(
    graph: Any, keys: Collection[dg.AssetKey], *, own: Callable[[str], dict[str, str]], known: dict[str, StepRecord]
) -> dict[str, StepRecord]:
    """The fingerprint and inputs that each step has now, in the order of the graph.

    ``own`` gives what a step reads outside the graph, ``known`` the steps that are not among ``keys``. A step that
    follows one of which nothing is known has none.
    """
    found: dict[str, StepRecord] = {}
    for key in graph.toposorted_asset_keys:
        if key not in keys:
            continue
        step = step_of(key)
        before = sorted({step_of(parent) for parent in graph.get(key).parent_keys} - NOT_FOLLOWED)
        notes = [found.get(name) or known.get(name) for name in before]
        if None in notes:
            continue
        inputs = own(step)
        of_inputs = [f"{name} {value}" for name, value in sorted(inputs.items())]
        of_steps = [f"{name} {note.fingerprint}" for name, note in zip(before, notes, strict=True)]
        found[step] = StepRecord(digest(step, *of_inputs, *of_steps), inputs)
    return found


def read_records(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[str, StepRecord]:
    """What the warehouse holds that counts for the cycle, by step; nothing where no run has noted anything."""
    try:
        rows = con.execute(
            "select step, fingerprint, inputs, said, outputs, finished_at from runs.steps where cycle in ('', ?)",
            [cycle],
        ).fetchall()
    except duckdb.CatalogException:
        return {}
    return {step: StepRecord(fingerprint, json.loads(inputs), *rest) for step, fingerprint, inputs, *rest in rows}


def remove_records(con: duckdb.DuckDBPyConnection, steps: Iterable[str], *, cycle: str) -> None:
    """Take the notes of the steps away."""
    con.execute("create schema if not exists runs")
    con.execute(
        "create table if not exists runs.steps (step varchar, cycle varchar, fingerprint varchar, inputs varchar, "
        "said varchar, outputs varchar, finished_at timestamptz)"
    )
    for step in steps:
        con.execute("delete from runs.steps where step = ? and cycle = ?", [step, _scope(step, cycle)])


def clear_ledger(con: duckdb.DuckDBPyConnection) -> None:
    """Take all notes away, those of single files too, so that the next run makes everything anew."""
    con.execute("drop schema if exists runs cascade")
    create_raw_tables(con, "files")
    con.execute("update raw.files set basis = null")


def _write(warehouse: Warehouse, notes: dict[str, StepRecord], *, cycle: str) -> None:
    with warehouse.connect() as con:
        for step, note in notes.items():
            outputs = outside_outputs(step, folders=warehouse.folders, cycle=cycle)
            con.execute(
                "insert into runs.steps values (?, ?, ?, ?, ?, ?, now())",
                [step, _scope(step, cycle), note.fingerprint, json.dumps(note.inputs), note.said, outputs],
            )


def _scope(step: str, cycle: str) -> str:
    return cycle if step.split(IS_CHECK)[0] in KEPT_BY_CYCLE else ""


def _events(result: Any) -> Iterator[Any]:
    if inspect.isgenerator(result):
        yield from result
    else:
        yield result
