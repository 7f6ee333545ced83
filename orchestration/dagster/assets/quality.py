"""Data Docs: every rule at the door and how the extracts of recent runs met it."""

import time

import dagster as dg

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.incremental.ledger import recorded
from orchestration.landing.contract import SOURCES
from orchestration.reporting.data_docs import build_docs


@dg.asset(
    key=["quality", "data_docs"],
    group_name="gates",
    partitions_def=cycle_partitions,
    deps=[dg.AssetKey(["raw", source]) for source in SOURCES],
    description="Great Expectations' Data Docs as pages that open without a network. Counts and shares "
    "only. One page a validation.",
    kinds={"greatexpectations"},
    owners=OWNERS["gates"],
)
@recorded
def data_docs(warehouse: Warehouse) -> dg.MaterializeResult:
    started = time.monotonic()
    index = build_docs(warehouse.folders.quality)
    return dg.MaterializeResult(
        metadata={
            "index": dg.MetadataValue.path(str(index)),
            "seconds": round(time.monotonic() - started, 2),
        }
    )
