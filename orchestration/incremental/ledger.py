"""The ledger: which steps were completed, and from which inputs, recorded in the warehouse itself.

Each step of a run has a fingerprint, computed from what it reads outside the asset graph (``step_inputs``) and from the
fingerprints of the steps before it. The record of a step is removed before the step begins and written when it has
succeeded, whoever started the run. So a step that was killed or failed is not complete; and a warehouse that is
deleted, or restored from a copy, takes its records with it. Keep out what follows from records (``plan``).
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

from orchestration.incremental.fingerprints import digest
from orchestration.incremental.step_inputs import (
    CHECK_SEPARATOR,
    NOT_AN_INPUT,
    STORED_PER_CYCLE,
    external_inputs,
    external_outputs,
)
from orchestration.landing import create_raw_tables
from orchestration.paths import Folders
from orchestration.storage.warehouse import connect


@dataclass(frozen=True)
class StepRecord:
    """A step that succeeded.

    Attributes:
        fingerprint: of the step with all that it was built from; that of its asset for a check.
        inputs: a digest of each external input, by name.
        warning: the message of a check that warned; empty for all else.
        outputs: a digest of what the step wrote outside the warehouse.
        finished_at: when it was recorded.
    """

    fingerprint: str
    inputs: dict[str, str]
    warning: str = ""
    outputs: str = ""
    finished_at: datetime | None = None


def recorded(work: Callable) -> Callable:
    """Decorate the function of an asset so that each of its tables is recorded when it has succeeded.

    The function takes the resource ``warehouse``.
    """

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Iterator[Any]:
        context, folders = dg.AssetExecutionContext.get(), kwargs["warehouse"].folders
        cycle = context.partition_key if context.has_partition_key else ""
        keys = context.selected_asset_keys
        with connect(folders.warehouse) as con:
            remove_records(con, [step_name(key) for key in keys], cycle=cycle)
            started = fingerprint_steps(
                context.job_def.asset_layer.asset_graph,
                keys,
                inputs_of=lambda step: external_inputs(step, folders=folders, cycle=cycle, con=con),
                known=read_records(con, cycle),
            )
        yield from _events(work(*args, **kwargs))
        # dbt runs a model's tests with it; a model whose tests were left out is not known to be good
        checks = {spec.key for spec in context.assets_def.node_check_specs_by_output_name.values()}
        untested = {step_name(check.asset_key) for check in checks - context.selected_asset_check_keys}
        complete = {step: record for step, record in started.items() if step not in untested}
        write_records(complete, folders=folders, cycle=cycle)

    return run


def recorded_check(work: Callable) -> Callable:
    """Decorate the function of a check that is a step of its own so that it is recorded when it passed or only warned.

    The function takes the resource ``warehouse``.
    """

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Iterator[Any]:
        context, folders = dg.AssetCheckExecutionContext.get(), kwargs["warehouse"].folders
        cycle = context.partition_key if context.has_partition_key else ""
        steps = {spec.key: check_step_name(spec.key) for spec in context.check_specs}
        with connect(folders.warehouse) as con:
            remove_records(con, steps.values(), cycle=cycle)
            known = read_records(con, cycle)
            inputs = {step: external_inputs(step, folders=folders, cycle=cycle, con=con) for step in steps.values()}
        passed, warnings = True, {}
        for result in _events(work(*args, **kwargs)):
            passed &= result.passed or result.severity != dg.AssetCheckSeverity.ERROR
            if not result.passed:
                warnings[result.check_name or context.check_specs[0].name] = result.description or ""
            yield result
        if passed:
            records = {
                step: StepRecord(known[asset].fingerprint, inputs[step], warnings.get(key.name, ""))
                for key, step in steps.items()
                if (asset := step_name(key.asset_key)) in known
            }
            write_records(records, folders=folders, cycle=cycle)

    return run


def step_name(key: dg.AssetKey) -> str:
    """The name of an asset's step, ``schema/table``."""
    return key.to_user_string()


def check_step_name(key: dg.AssetCheckKey) -> str:
    """The name of the step of a check, ``schema/table check``."""
    return f"{step_name(key.asset_key)}{CHECK_SEPARATOR}{key.name}"


def fingerprint_steps(
    graph: Any,
    keys: Collection[dg.AssetKey],
    *,
    inputs_of: Callable[[str], dict[str, str]],
    known: dict[str, StepRecord],
) -> dict[str, StepRecord]:
    """The fingerprint and inputs that each step has now, in the order of the graph.

    Args:
        graph: Dagster's asset graph.
        keys: the steps to compute.
        inputs_of: gives the digests of what a step reads outside the graph.
        known: records of steps that are not among ``keys``.

    A step after one that is neither computed nor known has no fingerprint, and is left out.
    """
    records: dict[str, StepRecord] = {}
    for key in graph.toposorted_asset_keys:
        if key not in keys:
            continue
        step = step_name(key)
        parents = sorted({step_name(parent) for parent in graph.get(key).parent_keys} - NOT_AN_INPUT)
        upstream = [records.get(name) or known.get(name) for name in parents]
        if None in upstream:
            continue
        inputs = inputs_of(step)
        own_parts = [f"{name} {value}" for name, value in sorted(inputs.items())]
        upstream_parts = [f"{name} {record.fingerprint}" for name, record in zip(parents, upstream, strict=True)]
        records[step] = StepRecord(digest(step, *own_parts, *upstream_parts), inputs)
    return records


def read_records(con: duckdb.DuckDBPyConnection, cycle: str) -> dict[str, StepRecord]:
    """The records that count for the cycle, by step; empty where no run has recorded anything."""
    try:
        rows = con.execute(
            "select step, fingerprint, inputs, warning, outputs, finished_at from runs.step_records "
            "where cycle in ('', ?)",
            [cycle],
        ).fetchall()
    except duckdb.CatalogException:
        return {}
    return {step: StepRecord(fingerprint, json.loads(inputs), *rest) for step, fingerprint, inputs, *rest in rows}


def remove_records(con: duckdb.DuckDBPyConnection, steps: Iterable[str], *, cycle: str) -> None:
    """Delete the records of the steps, creating the ledger where there is none."""
    con.execute("create schema if not exists runs")
    con.execute(
        "create table if not exists runs.step_records (step varchar, cycle varchar, fingerprint varchar, "
        "inputs varchar, warning varchar, outputs varchar, finished_at timestamptz)"
    )
    for step in steps:
        con.execute("delete from runs.step_records where step = ? and cycle = ?", [step, _stored_cycle(step, cycle)])


def write_records(records: dict[str, StepRecord], *, folders: Folders, cycle: str) -> None:
    """Record that the steps succeeded just now, with what they wrote outside the warehouse."""
    with connect(folders.warehouse) as con:
        for step, record in records.items():
            outputs = external_outputs(step, folders=folders, cycle=cycle)
            con.execute(
                "insert into runs.step_records values (?, ?, ?, ?, ?, ?, now())",
                [
                    step,
                    _stored_cycle(step, cycle),
                    record.fingerprint,
                    json.dumps(record.inputs),
                    record.warning,
                    outputs,
                ],
            )


def clear_ledger(con: duckdb.DuckDBPyConnection) -> None:
    """Delete all records, those of single files too, so that the next run rebuilds everything."""
    con.execute("drop schema if exists runs cascade")
    create_raw_tables(con, "files")
    con.execute("update raw.files set basis = null")


def _stored_cycle(step: str, cycle: str) -> str:
    """The cycle under which a step is recorded: none where its table holds only the cycle of the last run."""
    return cycle if step.split(CHECK_SEPARATOR)[0] in STORED_PER_CYCLE else ""


def _events(result: Any) -> Iterator[Any]:
    if inspect.isgenerator(result):
        yield from result
    else:
        yield result
