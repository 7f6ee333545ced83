"""The evaluation of a cycle as one HTML page that opens without a network.

Put here what its tables and charts hold. Keep out the order and text of the page
(``templates/linkage_quality.html.j2``), drawing (``evaluation.charts``) and measuring.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from orchestration.domain.authorities import la_names
from orchestration.evaluation.charts import calibration_chart, share_chart, weight_chart
from orchestration.evaluation.cycle import Evaluation
from orchestration.evaluation.details import WEIGHT_STEP
from orchestration.evaluation.measures import GROUPS, MEANINGS
from orchestration.reporting.html import render

PAGE_NAME = "index.html"
GROUP_TITLES = {
    "source": "source",
    "la": "local authority",
    "age_band": "age at the reference date",
    "match_reason": "match reason",
    "name_group": "language of the family's names",
    "rurality": "urban or rural home",
    "twin": "twins",
    "education_state": "where the child truly is",
    "planted_error": "planted error on the received record",
    "planted_error_education": "planted error on an education record",
}
CHARTED = ("la", "name_group", "rurality", "age_band", "planted_error")
SMALL_GROUP = 20
"""Charts leave out groups of fewer records: their interval says no more than that they are few."""


def _name(group: str) -> str:
    """What a group is called: an authority by its name, any other as it is."""
    return la_names().get(group, group)


def charts(evaluation: Evaluation) -> dict[str, str]:
    """The charts that the figures allow, as SVG by name."""
    measure, title = ("recall", "Recall") if evaluation.has_truth else ("accepted_share", "Share of records accepted")
    drawn = {}
    for kind in CHARTED:
        rows = [
            row | {"group": _name(row["group"])}
            for row in evaluation.rows(measure, kind)
            if row["denominator"] >= SMALL_GROUP
        ]
        if len(rows) > 1:
            drawn[f"{measure}_by_{kind}"] = share_chart(f"{title} by {GROUP_TITLES[kind]}", rows)
    if evaluation.calibration.num_rows:
        drawn["calibration"] = calibration_chart(evaluation.calibration.to_pylist())
    if evaluation.weights.num_rows:
        drawn["weights"] = weight_chart(evaluation.weights.to_pylist(), step=WEIGHT_STEP)
    return drawn


def percent(row: dict) -> str:
    """A measured share with its interval, for example ``99.10 % (98.80 to 99.30)``."""
    value = f"{100 * row['value']:.2f} %"
    return value if row["low"] is None else f"{value} ({100 * row['low']:.2f} to {100 * row['high']:.2f})"


def measure_rows(evaluation: Evaluation, kind: str) -> list[dict]:
    """One line for each group of the kind and measure, ready to be read."""
    return [
        {"group": _name(row["group"]), "measure": row["measure"], **_figures(row)}
        for row in evaluation.measures.to_pylist()
        if row["group_kind"] == kind
    ]


def _headline(evaluation: Evaluation) -> list[dict]:
    """One line for each measure of all records."""
    return [
        {"measure": row["measure"], **_figures(row), "meaning": MEANINGS[row["measure"]]}
        for row in evaluation.measures.to_pylist()
        if row["group_kind"] == "all"
    ]


def _figures(row: dict) -> dict:
    return {"share (95 % interval)": percent(row), "of": round(row["denominator"])}


def build_page(evaluation: Evaluation) -> str:
    """The page as text."""
    return render(
        "linkage_quality.html.j2",
        evaluation=evaluation,
        headline=_headline(evaluation),
        charts=charts(evaluation).values(),
        thresholds=[row | {"la_code": _name(row["la_code"])} for row in evaluation.thresholds.to_pylist()],
        hidden=evaluation.hidden.to_pylist(),
        calibration=evaluation.calibration.to_pylist(),
        blocking=evaluation.blocking.to_pylist(),
        groups=[
            (GROUP_TITLES[kind], rows) for kind in GROUPS if kind != "all" and (rows := measure_rows(evaluation, kind))
        ],
    )


def write_page(evaluation: Evaluation, folder: Path) -> Path:
    """Write the page and the long table (CSV) to a folder; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    cycle = pa.array([evaluation.cycle] * evaluation.measures.num_rows, pa.string())
    arrow_csv.write_csv(evaluation.measures.add_column(0, "cycle", cycle), folder / "measures.csv")
    page = folder / PAGE_NAME
    page.write_text(build_page(evaluation), encoding="utf-8")
    return page
