"""Landing to raw: one asset a source, every file of the cycle, as text with its lineage."""

import time
from datetime import UTC, datetime

import dagster as dg
import duckdb

from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import FINGERPRINT, cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.domain.sources import PROVING_SOURCES
from orchestration.errors import BadInput
from orchestration.incremental.ledger import read_records, recorded
from orchestration.incremental.step_inputs import load_basis
from orchestration.landing.arrivals import folder_fingerprint
from orchestration.landing.contract import SOURCES
from orchestration.landing.cycle import read_cycle
from orchestration.landing.file_report import LoadReport
from orchestration.landing.load import load_source, load_unrecognised
from orchestration.landing.load_cycle import load_cycle
from orchestration.paths import Folders


@dg.multi_asset(
    name="cycles",
    specs=[
        dg.AssetSpec(
            ["raw", "cycles"],
            group_name="landing",
            description="The cycle's settings from its cycle.toml, and which cycle is being worked on. "
            "One row a cycle.",
            kinds={"duckdb", "python"},
            owners=OWNERS["landing"],
        ),
        dg.AssetSpec(
            ["raw", "participating_las"],
            group_name="landing",
            description="Authorities that take part: those with a folder under local_authorities/. One "
            "row a cycle and authority.",
            kinds={"duckdb", "python"},
            owners=OWNERS["landing"],
        ),
    ],
    partitions_def=cycle_partitions,
)
@recorded
def cycles(context: dg.AssetExecutionContext, warehouse: Warehouse):
    cycle = read_cycle(warehouse.folders.landing, context.partition_key)
    with warehouse.connect() as con:
        load_cycle(con, cycle)
    yield dg.MaterializeResult(
        asset_key=["raw", "cycles"],
        metadata={"reference_date": cycle.reference_date.isoformat(), "kind": cycle.kind},
    )
    yield dg.MaterializeResult(
        asset_key=["raw", "participating_las"],
        metadata={"dagster/row_count": len(cycle.participating_las)},
    )


SETTINGS = ("cycles", "postcodes", "schools")


def _compared_with(source: str) -> tuple[str, ...]:
    """Sources that must have been loaded, and passed their gates, before a file of this one can be judged."""
    return tuple(proving.name for proving in PROVING_SOURCES) if source == "nhs" else ()


def _source_asset(name: str) -> dg.AssetsDefinition:
    columns = [dg.TableColumn(column.name, "VARCHAR", description=column.meaning) for column in SOURCES[name].stored]

    @dg.asset(
        key=["raw", name],
        group_name="gates",
        partitions_def=cycle_partitions,
        # places and schools are known before files are: which file is whose, and which did not come
        deps=[dg.AssetKey(["raw", table]) for table in (*SETTINGS, *_compared_with(name))],
        description=SOURCES[name].description,
        kinds={"duckdb", "python"},
        owners=OWNERS["gates"],
        metadata={"dagster/column_schema": dg.TableSchema(columns=columns)},
    )
    @recorded
    def raw_source(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        started = time.monotonic()
        cycle = read_cycle(warehouse.folders.landing, context.partition_key)
        with warehouse.connect() as con:
            report = load_source(
                con,
                landing_dir=warehouse.folders.landing,
                cycle=cycle,
                source=name,
                now=datetime.now(UTC),
                basis=_basis(con, name, warehouse.folders, cycle.cycle),
            )
        counts = report.counts
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": report.rows,
                "files_loaded": counts.get("loaded", 0),
                "files_held": len(report.held),
                "files_not_received": len(report.not_received),
                "seconds": round(time.monotonic() - started, 2),
                "files": dg.MetadataValue.md(_file_list(report)),
            }
        )

    return raw_source


def _basis(con: duckdb.DuckDBPyConnection, source: str, folders: Folders, cycle: str) -> str | None:
    """A digest of what reading a file depends on beside the file; None where a step before it is not recorded."""
    records = read_records(con, cycle)
    upstream = [f"raw/{table}" for table in SETTINGS]
    if not all(step in records for step in upstream):
        return None
    return load_basis(
        con, source, folders=folders, cycle=cycle, upstream={step: records[step].fingerprint for step in upstream}
    )


def _file_list(report: LoadReport) -> str:
    """The status of each file, as a Markdown table; headings and counts only."""
    lines = ["| file | status | rows | columns not stored | what to do |", "| --- | --- | ---: | --- | --- |"]
    lines += [
        f"| {f.source_file} | {f.status} | {f.rows_received:,} | {f.columns_not_stored or ''} | {f.detail or ''} |"
        for f in report.files
    ]
    return "\n".join(lines)


source_assets = [_source_asset(name) for name in SOURCES]


HELD_OF_THESE = """
    select detail from raw.files
    where cycle = ? and source in ('nhs', 'independent_schools') and status in ('held', 'unreadable')
    order by source desc, source_file limit 5
"""
RECORDS_TO_PLACE = """
    select coalesce(sum(rows_received), 0) from raw.files
    where cycle = ? and source in ('nhs', 'independent_schools') and status = 'loaded'
"""


@dg.asset(
    key=["raw", "files"],
    group_name="gates",
    partitions_def=cycle_partitions,
    deps=[asset.key for asset in source_assets],
    description="What came and what did not: every file of the cycle with its rows, hash and times, "
    "and every file that was expected and not received. One row a file.",
    kinds={"duckdb"},
    owners=OWNERS["gates"],
)
@recorded
def files(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """Adds the files of no source, and counts all; the rows of the others are written as each source loads."""
    cycle = read_cycle(warehouse.folders.landing, context.partition_key)
    with warehouse.connect() as con:
        load_unrecognised(con, landing_dir=warehouse.folders.landing, cycle=cycle, now=datetime.now(UTC))
        counts = con.execute(
            "select status, count(*), coalesce(sum(rows_received), 0) from raw.files "
            "where cycle = ? group by 1 order by 1",
            [context.partition_key],
        ).fetchall()
        received = con.execute(RECORDS_TO_PLACE, [context.partition_key]).fetchall()[0][0]
        held = [detail for (detail,) in con.execute(HELD_OF_THESE, [context.partition_key]).fetchall()]
    if received == 0:
        raise BadInput(
            [
                f"landing/{context.partition_key}: no record came that can be used, neither from the NHS nor "
                "from an independent school, so there is nobody to place. Land the extracts, or fix those "
                "that were held (raw.files says why, for each), and run again.",
                *held,
            ]
        )
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(n for _, n, _ in counts),
            "rows_received": sum(int(rows) for _, _, rows in counts),
            **{f"files_{status}": n for status, n, _ in counts},
            # the state when the run was requested: what has landed since then is still to be loaded
            FINGERPRINT: context.run.tags.get(FINGERPRINT)
            or folder_fingerprint(warehouse.folders.landing / context.partition_key),
        }
    )


landing_assets = [cycles, *source_assets, files]
