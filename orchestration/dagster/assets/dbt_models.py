"""dbt's two stages: before linkage (staging, scope) and after it (outcomes to evaluation).

Put here how dbt's models become assets. Keep out SQL, which is in the dbt project, and which stage a model
belongs to, which is its dbt group.
"""

import time
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from orchestration.dagster.dbt_project import prepare_manifest
from orchestration.dagster.dbt_runner import build_selected
from orchestration.dagster.dbt_translator import StageTranslator
from orchestration.dagster.mart_metadata import output_metadata
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.errors import WarehouseBusy
from orchestration.incremental.ledger import recorded
from orchestration.paths import Folders
from orchestration.storage.disk_space import disk_full, is_out_of_space

AFTER_LINKAGE = "source:linkage+"
"""All that depends on what linkage wrote, by dbt's own lineage."""


def build_dbt_assets(folders: Folders) -> list[dg.AssetsDefinition]:
    """The two stages as assets, from the manifest of the dbt project."""
    manifest = prepare_manifest(folders)
    translator = StageTranslator()

    @dbt_assets(
        manifest=manifest,
        name="before_linkage",
        exclude=AFTER_LINKAGE,
        partitions_def=cycle_partitions,
        dagster_dbt_translator=translator,
    )
    @recorded
    def before_linkage(context: dg.AssetExecutionContext, warehouse: Warehouse):
        # said again for a run of some models: a test of what linkage feeds must wait for the stage after it
        yield from _build(context, warehouse, "before_linkage", exclude=AFTER_LINKAGE)

    @dbt_assets(
        manifest=manifest,
        name="after_linkage",
        select=AFTER_LINKAGE,
        partitions_def=cycle_partitions,
        dagster_dbt_translator=translator,
    )
    @recorded
    def after_linkage(context: dg.AssetExecutionContext, warehouse: Warehouse):
        yield from _build(context, warehouse, "after_linkage")

    return [before_linkage, after_linkage]


def _build(
    context: dg.AssetExecutionContext, warehouse: Warehouse, stage: str, *, exclude: str | None = None
) -> Iterator[Any]:
    """Run one stage with its tests; unit tests of models belong to the test suite, not to a run."""
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, context.partition_key)
    started = time.monotonic()
    logs = warehouse.folders.dbt / stage
    result, events = build_selected(
        warehouse.folders, context, "--exclude-resource-type", "unit_test", exclude=exclude, logs=logs
    )
    # before any event is passed on: a test that could not be asked is no test that failed
    if is_out_of_space(result.error_text):
        raise disk_full(warehouse.folders.data)
    if "Could not set lock" in result.error_text:
        raise WarehouseBusy(
            f"{warehouse.folders.warehouse} was opened by another program during the run. Close it (readers "
            "should open the file under published/ instead) and run again. What was published before is "
            "untouched."
        )
    # the warehouse is free again only when dbt has ended
    metadata = output_metadata(context, warehouse, events)
    for event in events:
        if isinstance(event, dg.Output):
            event = event.with_metadata({**event.metadata, **metadata.get(event.output_name, {})})
        yield event
    context.log.info(f"dbt {stage}: {time.monotonic() - started:.1f} seconds")
    if not result.success:
        raise dg.Failure(
            description=f"dbt stopped at stage {stage}: a model failed to build or a test that "
            "blocks did not hold. The failed checks are listed with the assets.",
            metadata={"dbt_log": str(logs / "dbt.log")},
            allow_retries=False,
        )
