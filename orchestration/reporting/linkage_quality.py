"""The evaluation of a cycle as one HTML page that opens without a network.

Put here the order of the page and what its tables hold. Keep out drawing (charts.py), measuring, and what all
pages share (``orchestration.reporting.html``).
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from orchestration.evaluation.charts import calibration_chart, share_chart, weight_chart
from orchestration.evaluation.cycle import Evaluation
from orchestration.evaluation.details import WEIGHT_STEP
from orchestration.evaluation.measures import GROUPS, MEANINGS
from orchestration.reporting.html import document, html_table, la_names

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


def _named(row: dict) -> dict:
    """The row with the authority's name for its code."""
    return row | {"group": la_names().get(row["group"], row["group"])}


def charts(evaluation: Evaluation) -> dict[str, str]:
    """The charts that the figures allow, as SVG by name."""
    measure, title = ("recall", "Recall") if evaluation.has_truth else ("accepted_share", "Share of records accepted")
    drawn = {}
    for kind in CHARTED:
        rows = [_named(row) for row in evaluation.rows(measure, kind) if row["denominator"] >= SMALL_GROUP]
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
    """One line a group and measure, ready to be read."""
    return [
        {
            "group": la_names().get(row["group"], row["group"]),
            "measure": row["measure"],
            "share (95 % interval)": percent(row),
            "of": round(row["denominator"]),
        }
        for row in evaluation.measures.to_pylist()
        if row["group_kind"] == kind
    ]


def build_page(evaluation: Evaluation) -> str:
    """The page as text."""
    headline = [
        {
            "measure": row["measure"],
            "share (95 % interval)": percent(row),
            "of": round(row["denominator"]),
            "meaning": MEANINGS[row["measure"]],
        }
        for row in evaluation.measures.to_pylist()
        if row["group_kind"] == "all"
    ]
    parts = [
        f"<p class='note'>{escape(evaluation.note)}</p>",
        "<h2>All NHS records</h2>",
        html_table(headline),
        "<h2>Charts</h2>",
        *charts(evaluation).values(),
        "<h2>Thresholds</h2><p>The match weight from which a pair is worth a look, is as likely right as wrong, and is accepted, by local authority.</p>",
        html_table(
            [
                row | {"la_code": la_names().get(row["la_code"], row["la_code"])}
                for row in evaluation.thresholds.to_pylist()
            ]
        ),
    ]
    if evaluation.has_truth:
        parts += [
            "<h2>Missing children hidden</h2><p>Children who truly miss education and are on no list, with what could have told them apart.</p>",
            html_table(evaluation.hidden.to_pylist()),
            "<h2>Calibration</h2>",
            html_table(evaluation.calibration.to_pylist()),
            "<h2>Blocking</h2><p>True pairs that each rule brings to scoring, and those that no other rule does.</p>",
            html_table(evaluation.blocking.to_pylist()),
        ]
    parts.append("<h2>By group</h2>")
    parts += [
        f"<details><summary>By {GROUP_TITLES[kind]}</summary>{html_table(rows)}</details>"
        for kind in GROUPS
        if kind != "all" and (rows := measure_rows(evaluation, kind))
    ]
    return document(f"How well linkage did: {evaluation.cycle}", parts)


def write_page(evaluation: Evaluation, folder: Path) -> Path:
    """Write the page and the long table (CSV) to a folder; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    cycle = pa.array([evaluation.cycle] * evaluation.measures.num_rows, pa.string())
    arrow_csv.write_csv(evaluation.measures.add_column(0, "cycle", cycle), folder / "measures.csv")
    page = folder / PAGE_NAME
    page.write_text(build_page(evaluation), encoding="utf-8")
    return page
