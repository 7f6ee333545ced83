"""The last step: a new published set, built beside the old one and swapped in whole."""

import time

import dagster as dg

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.incremental.ledger import recorded
from orchestration.publishing.columns import PUBLISHED_COLUMNS
from orchestration.publishing.published_set import publish

HEADLINES = """
    select received, in_scope, perfect, partial, pending_review, unmatched
    from marts.records_matched where cycle = ? and la_code = 'total' and source = 'total'
"""


@dg.asset(
    key=["published", "evaluation"],
    group_name="publish",
    partitions_def=cycle_partitions,
    deps=[dg.AssetKey(["marts", table]) for table in PUBLISHED_COLUMNS],
    description="What evaluators read: the marts without names, addresses, dates of birth or UPNs, as "
    "DuckDB and Parquet. Depends on every blocking check, so that a failed run leaves the last good "
    "set in place.",
    kinds={"duckdb", "parquet"},
    owners=OWNERS["publish"],
)
@recorded
def evaluation(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    started = time.monotonic()
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, context.partition_key)
        headline = con.execute(HEADLINES, [context.partition_key]).fetchall()
    published = publish(warehouse.folders, set_name=context.run.run_id)
    received, in_scope, perfect, partial, pending, unmatched = headline[0] if headline else (0,) * 6
    share = 100.0 / in_scope if in_scope else 0.0
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(published.folder)),
            "records_received": received,
            "records_in_scope": in_scope,
            "perfect_percent": round(perfect * share, 2),
            "partial_percent": round(partial * share, 2),
            "pending_review_percent": round(pending * share, 2),
            "unmatched_percent": round(unmatched * share, 2),
            "seconds": round(time.monotonic() - started, 2),
            **{f"rows_{table}": rows for table, rows in published.rows.items()},
        }
    )
