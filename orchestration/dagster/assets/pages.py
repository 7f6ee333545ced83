"""Pages for people who act on a cycle: whoever chases returns, and the keeper of the NHS list.

Put here reading, writing and reporting. Keep out what the pages say, which is the ``returns`` package.
"""

import time

import dagster as dg

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.incremental.ledger import recorded
from orchestration.reporting import board, board_figures, nhs_quality


@dg.asset(
    key=["returns", "board"],
    group_name="publish",
    partitions_def=cycle_partitions,
    deps=[
        # its lists and receipts are linked, and only those that are there
        dg.AssetKey(["returns", "query_lists"]),
        *(
            dg.AssetKey(["marts", t])
            for t in ("returns_coverage", "coverage_summary", "potential_cme", "cme_before_after")
        ),
    ],
    description="Who has answered and who has not, with what to ask of whom, and beside it the children "
    "whom a missing return could explain. A page for whoever chases returns; counts only. One page a cycle.",
    kinds={"html"},
    owners=OWNERS["publish"],
)
@recorded
def returns_board(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    return _write(context, warehouse, board.write_board, board_figures.headline)


@dg.asset(
    key=["returns", "nhs_data_quality"],
    group_name="publish",
    partitions_def=cycle_partitions,
    deps=[
        dg.AssetKey(["marts", t])
        for t in ("nhs_feedback_summary", "dq_completeness", "dq_formats", "dq_field_disagreement")
    ],
    description="What the keeper of the NHS list could correct, most harmful first, by field and authority and "
    "over cycles, in Welsh and English. Counts and shares only. One page a cycle.",
    kinds={"html"},
    owners=OWNERS["publish"],
)
@recorded
def nhs_data_quality(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    return _write(context, warehouse, nhs_quality.write_nhs_quality, nhs_quality.headline)


def _write(context: dg.AssetExecutionContext, warehouse: Warehouse, write, headline) -> dg.MaterializeResult:
    started, cycle = time.monotonic(), context.partition_key
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, cycle)
        page = write(con, warehouse.folders.returns, cycle=cycle)
        figures = headline(con, cycle=cycle)
    # plain numbers, so that Dagster draws each of them over time
    return dg.MaterializeResult(
        metadata={"page": dg.MetadataValue.path(str(page)), **figures, "seconds": round(time.monotonic() - started, 2)}
    )


page_assets = [returns_board, nhs_data_quality]
