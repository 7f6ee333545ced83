"""Reference data: where postcodes lie, which schools should answer, where surgeries are.

Unpartitioned, because the newest copy serves every cycle. A missing file is reported and the run
goes on: a record whose postcode cannot be looked up stays with the authority that received it.
"""

import dagster as dg

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.resources import Warehouse
from orchestration.decisions import load_decisions
from orchestration.incremental.ledger import recorded
from orchestration.landing.reference import load_reference

DESCRIPTIONS = {
    "postcodes": "Postcode to local authority and place, English districts included. One row a postcode.",
    "schools": "Schools and who answers for them. One row a school.",
    "gp_practices": "General practices and their addresses, to recognise a surgery's address. One row a practice.",
}


def _reference_asset(table: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", table],
        group_name="reference",
        description=DESCRIPTIONS[table],
        kinds={"duckdb", "csv"},
        owners=OWNERS["reference"],
    )
    @recorded
    def reference(warehouse: Warehouse) -> dg.MaterializeResult:
        with warehouse.connect() as con:
            report = load_reference(con, reference_dir=warehouse.folders.reference, table=table)
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": report.rows,
                "rows_not_used": report.rows_not_used,
                "warning": report.warning or "none",
            }
        )

    return reference


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["raw", "register_decisions"],
            group_name="reference",
            description="What officers decided about cases: confirmed, not missing, transferred. One row a decision.",
            kinds={"duckdb", "csv"},
            owners=OWNERS["reference"],
        ),
        dg.AssetSpec(
            ["raw", "pair_decisions"],
            group_name="linkage",
            description="What reviewers decided about pairs: the same child or not. One row a decision.",
            kinds={"duckdb", "csv"},
            owners=OWNERS["linkage"],
        ),
        dg.AssetSpec(
            ["raw", "suppressions"],
            group_name="reference",
            description="Children who died, whose objection was upheld, or whose address is shielded. One row an "
            "entry.",
            kinds={"duckdb", "csv"},
            owners=OWNERS["reference"],
        ),
    ],
    name="decisions",
)
@recorded
def decisions(warehouse: Warehouse):
    """People's decisions, which win over the model; read again at each run, never written by one."""
    with warehouse.connect() as con:
        counts = load_decisions(con, warehouse.folders.data)
    for table in counts:
        yield dg.MaterializeResult(asset_key=["raw", table], metadata={"dagster/row_count": counts[table]})


reference_assets = [*(_reference_asset(table) for table in DESCRIPTIONS), decisions]
