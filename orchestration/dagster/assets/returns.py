"""What goes back to those who sent files: which rows to correct, and a receipt."""

import time

import dagster as dg

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.excel import write_query_lists
from orchestration.incremental.ledger import recorded
from orchestration.reporting import write_receipts


@dg.asset(
    key=["returns", "query_lists"],
    group_name="publish",
    partitions_def=cycle_partitions,
    deps=[
        dg.AssetKey(["staging", "stg_nhs"]),
        dg.AssetKey(["staging", "stg_independent_schools"]),
        dg.AssetKey(["raw", "files"]),
    ],
    description="A workbook for each school and NHS extract with rows to correct: row, field, what is wrong, "
    "what to send, in Welsh and English and without the child's data; and a receipt for each file. One "
    "file a supplier.",
    kinds={"excel"},
    owners=OWNERS["publish"],
)
@recorded
def query_lists(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    started = time.monotonic()
    folder = warehouse.folders.returns
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, context.partition_key)
        queries = write_query_lists(con, folder, cycle=context.partition_key)
        receipts = write_receipts(con, folder, cycle=context.partition_key)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(folder / context.partition_key)),
            "query_lists": len(queries),
            "receipts": len(receipts),
            "seconds": round(time.monotonic() - started, 2),
        }
    )
