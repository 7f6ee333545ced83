"""Linkage: the received children are placed against education records by Splink.

Put here how the linkage reads its inputs and writes its tables. Keep out comparisons, blocking and
resolution, which are the ``linkage`` package. Splink works in a database of its own in memory, so
that its scratch tables never reach the warehouse.
"""

import time
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.incremental.ledger import recorded
from orchestration.landing.cycle import read_cycle
from orchestration.linkage.model import ModelFile
from orchestration.linkage.settings import LinkageSettings

INPUTS = [
    dg.AssetKey(["intermediate", "int_linkage_left"]),
    dg.AssetKey(["intermediate", "int_linkage_right"]),
]

OUTPUTS = {
    "persons": "Education records grouped into persons: dual registration, two sources, two "
    "authorities. One row an education record.",
    "links": "Accepted links and those that wait for a person. One row a placed record.",
    "unlinked": "Records without an acceptable candidate, and why. One row an unplaced record.",
    "evidence": "Leavers and known cases that are the same child: shown beside a record, never a "
    "match. One row a record and kind.",
    "duplicates": "Records found to be the same child as another of the same source. One row a duplicate.",
    "candidates": "Scored pairs that matter for review, with the weight of each comparison. One row a pair.",
}


def linkage_settings(warehouse: Warehouse, cycle: str) -> LinkageSettings:
    """The settings of a run: as usual, but for the costs that the cycle states."""
    folders = warehouse.folders
    return LinkageSettings(costs=read_cycle(folders.landing, cycle).costs, scratch=folders.scratch)


def _inputs(con: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table]:
    return tuple(
        con.sql(f"select * from intermediate.{table}").to_arrow_table()
        for table in ("int_linkage_left", "int_linkage_right")
    )


@dg.asset(
    key=["linkage", "model_runs"],
    group_name="linkage",
    partitions_def=cycle_partitions,
    deps=INPUTS,
    description="The model trained for this cycle: parameters only, with fixed seeds, saved under "
    "state/models. Term frequencies are names, so they are rebuilt at each prediction. One row a "
    "trained model.",
    kinds={"splink", "duckdb"},
    owners=OWNERS["linkage"],
)
@recorded
def model_runs(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    # imported by the step: scipy and Splink cost a second, also in a run that reuses this asset
    from orchestration.linkage.run import train

    started = time.monotonic()
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, context.partition_key)
        left, right = _inputs(con)
    try:
        model = train(left, right, settings=linkage_settings(warehouse, context.partition_key))
    except ValueError as too_few:
        context.log.warning(f"{too_few}; the model file of the package is used.")
        model = ModelFile.load()
    warehouse.folders.models.mkdir(parents=True, exist_ok=True)
    model.save(warehouse.folders.linkage_model)
    row = pa.table(
        {
            "cycle": [context.partition_key],
            "model_version": [model.version],
            "model_hash": [model.hash],
            "trained_on": [model.trained_on],
            "parameters": [model.to_json()],
        }
    )
    with warehouse.connect() as con:
        _replace(con, "model_runs", row)
    return dg.MaterializeResult(
        metadata={
            "model_version": model.version,
            "model_hash": model.hash,
            "trained_on": model.trained_on,
            "left_records": left.num_rows,
            "right_records": right.num_rows,
            "seconds": round(time.monotonic() - started, 2),
        }
    )


@dg.multi_asset(
    name="links",
    specs=[
        dg.AssetSpec(
            ["linkage", table],
            deps=[
                *INPUTS,
                dg.AssetKey(["linkage", "model_runs"]),
                dg.AssetKey(["raw", "pair_decisions"]),
            ],
            description=description,
            group_name="linkage",
            kinds={"splink", "duckdb"},
            owners=OWNERS["linkage"],
        )
        for table, description in OUTPUTS.items()
    ],
    partitions_def=cycle_partitions,
)
@recorded
def links(context: dg.AssetExecutionContext, warehouse: Warehouse):
    """Predict with the newest saved model, resolve one to one, write all tables together."""
    from orchestration.linkage.run import link

    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, context.partition_key)
        left, right = _inputs(con)
        decisions = con.sql(
            "select * from raw.pair_decisions where cycle = ? order by all", params=[context.partition_key]
        ).to_arrow_table()
    saved = warehouse.folders.linkage_model
    result = link(
        left,
        right,
        cycle=context.partition_key,
        settings=linkage_settings(warehouse, context.partition_key),
        model=ModelFile.load(saved) if saved.exists() else None,
        pair_decisions=decisions,
    )
    with warehouse.connect() as con:
        con.begin()
        for table in OUTPUTS:
            _replace(con, table, getattr(result, table))
        con.commit()
    for table in OUTPUTS:
        metadata = {"dagster/row_count": getattr(result, table).num_rows}
        if table == "links":
            metadata |= _numbers(result.metrics)
        yield dg.MaterializeResult(asset_key=["linkage", table], metadata=metadata)


def _numbers(metrics: dict[str, Any], prefix: str = "") -> dict[str, float | str]:
    """Metrics as flat metadata, so that Dagster draws each number over time."""
    flat: dict[str, float | str] = {}
    for name, value in metrics.items():
        if isinstance(value, dict):
            flat |= _numbers(value, f"{prefix}{name}_")
        elif isinstance(value, int | float | str):
            flat[f"{prefix}{name}"] = value
    return flat


def _replace(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.execute("create schema if not exists linkage")
    con.register("rows_to_write", rows)
    con.execute(f"create or replace table linkage.{table} as select * from rows_to_write")
    con.unregister("rows_to_write")


linkage_assets = [model_runs, links]
