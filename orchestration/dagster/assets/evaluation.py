"""Linkage quality: measured after outcomes, drawn, and written into the model card.

Put here reading, writing and reporting. Keep out measures, charts and words, which are the ``evaluation``
package. Real extracts have no truth: the asset then says so and reports what needs none.
"""

import time

import dagster as dg
import pyarrow as pa

from orchestration.dagster.assets.linkage import linkage_settings
from orchestration.dagster.groups import OWNERS
from orchestration.dagster.partitions import cycle_partitions
from orchestration.dagster.resources import Warehouse
from orchestration.evaluation.charts import as_markdown_image
from orchestration.evaluation.truth import truth_file
from orchestration.incremental.ledger import recorded
from orchestration.linkage.model import ModelFile


@dg.asset(
    key=["evaluation", "linkage_quality"],
    group_name="evaluation",
    partitions_def=cycle_partitions,
    deps=[
        dg.AssetKey(["marts", "match_outcomes"]),
        dg.AssetKey(["marts", "potential_cme"]),
        dg.AssetKey(["linkage", "links"]),
    ],
    description="Precision, recall, hidden children, review share and calibration, with intervals, by "
    "group. Against the truth where extracts are invented; else what needs no truth. Also writes the "
    "page under state/evaluation and the model card. One row a cycle, group and measure.",
    kinds={"duckdb", "python"},
    owners=OWNERS["evaluation"],
)
@recorded
def linkage_quality(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    # imported by the step: scipy costs a second, also in a run that reuses this asset
    from orchestration.evaluation.cycle import evaluate_cycle
    from orchestration.reporting.linkage_quality import charts, percent, write_page
    from orchestration.reporting.model_card import write_model_card

    started, cycle, folders = time.monotonic(), context.partition_key, warehouse.folders
    settings = linkage_settings(warehouse, cycle)
    with warehouse.connect(read_only=True) as con:
        warehouse.require_current_cycle(con, cycle)
        evaluation = evaluate_cycle(con, truth_file(folders.data, cycle), cycle, settings=settings)
    if not evaluation.has_truth:
        context.log.info(evaluation.note)
    saved = folders.linkage_model
    model = ModelFile.load(saved) if saved.exists() else ModelFile.load()
    page = write_page(evaluation, folders.state / "evaluation" / cycle)
    card = write_model_card(evaluation, model, settings, folders.models)
    with warehouse.connect() as con:
        _write(con, cycle, evaluation.measures)
    lines = "\n".join(
        f"| {row['measure']} | {percent(row)} | {row['denominator']:,.0f} |"
        for row in evaluation.measures.to_pylist()
        if row["group_kind"] == "all"
    )
    images = [as_markdown_image(svg, name) for name, svg in charts(evaluation).items()]
    return dg.MaterializeResult(
        metadata={
            "truth": evaluation.note,
            "report": dg.MetadataValue.md(
                "\n\n".join([f"| measure | share (95 % interval) | of |\n| --- | --- | --- |\n{lines}", *images])
            ),
            # plain numbers, so that Dagster draws each of them over time
            **evaluation.headline(),
            "page": dg.MetadataValue.path(str(page)),
            "model_card": dg.MetadataValue.path(str(card)),
            "dagster/row_count": evaluation.measures.num_rows,
            "seconds": round(time.monotonic() - started, 2),
        }
    )


def _write(con, cycle: str, measures: pa.Table) -> None:
    """Put the rows of this cycle in the place of those of an earlier run."""
    con.execute("create schema if not exists evaluation")
    con.register("rows_to_write", measures)
    con.execute(
        "create table if not exists evaluation.linkage_quality as"
        " select $cycle::varchar as cycle, * from rows_to_write where false",
        {"cycle": cycle},
    )
    con.execute("delete from evaluation.linkage_quality where cycle = $cycle", {"cycle": cycle})
    con.execute("insert into evaluation.linkage_quality select $cycle, * from rows_to_write", {"cycle": cycle})
    con.unregister("rows_to_write")


evaluation_assets = [linkage_quality]
