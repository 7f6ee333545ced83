"""What officers work on: a workbook for each authority, with names and addresses.

Put here writing and reporting, in counts. Keep out what the workbooks hold, which is the ``work_lists`` package.
"""

import time

import dagster as dg

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.excel.work_lists import write_work_lists
from orchestration.incremental.ledger import recorded


@dg.asset(
    key=["work_lists", "workbooks"],
    group_name="publish",
    partitions_def=cycle_partitions,
    deps=[
        dg.AssetKey(["raw", "register_decisions"]),
        *(
            dg.AssetKey(["marts", t])
            for t in ("potential_cme", "cme_register", "match_explanations", "restricted_queue")
        ),
    ],
    description="The children to find, the pairs to review and the open cases of each authority, with what an officer "
    "needs to work them and columns for the answers. Personal data: readable by their owner only, never published. "
    "One workbook a participating authority.",
    kinds={"excel"},
    owners=OWNERS["publish"],
)
@recorded
def workbooks(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    started = time.monotonic()
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, context.partition_key)
        written = write_work_lists(con, warehouse.folders.work_lists, cycle=context.partition_key)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(written.folder)),
            "workbooks": written.workbooks,
            "children": written.children,
            "pairs_to_review": written.pairs,
            "open_cases": written.cases,
            "rows_of_authorities_without_a_workbook": written.without_workbook,
            "workbooks_kept_since_somebody_worked_on_them": written.kept,
            "seconds": round(time.monotonic() - started, 2),
        }
    )
