"""The entrance: all figures of one cycle, with its truth where there is one.

Put here the order of the work and the shape of what comes out. Keep out definitions of measures and how
figures are shown.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.evaluation import details, measures, records
from orchestration.evaluation.truth import load_truth
from orchestration.linkage.settings import LinkageSettings
from orchestration.storage.temp_db import temp_connection

HEADLINES = (
    "precision",
    "precision_with_review",
    "recall",
    "recall_with_review",
    "f1",
    "f1_with_review",
    "blocking_recall",
    "unknown_accepted",
    "missing_hidden",
    "missing_waiting",
    "false_twin_links",
    "duplicates_found",
    "duplicates_right",
    "accepted_share",
    "review_share",
    "unmatched_share",
    "expected_precision",
)


@dataclass(frozen=True)
class Evaluation:
    """Figures of one cycle. NHS records, except where the group says otherwise.

    ``measures`` is the long table of measures.SCHEMA; ``calibration``, ``hidden`` and ``blocking`` are
    empty without a truth; ``note`` says in words what the figures rest on. No table holds a value from
    a record, only record ids (``hidden``).
    """

    cycle: str
    has_truth: bool
    note: str
    measures: pa.Table
    calibration: pa.Table
    weights: pa.Table
    thresholds: pa.Table
    hidden: pa.Table
    blocking: pa.Table

    def figure(self, measure: str, group_kind: str = "all", group: str = "all") -> dict | None:
        """One row of the measures, None where it was not measured."""
        for row in self.measures.to_pylist():
            if (row["measure"], row["group_kind"], row["group"]) == (measure, group_kind, group):
                return row
        return None

    def rows(self, measure: str, group_kind: str) -> list[dict]:
        """A measure by the groups of one kind, in the order of their names."""
        return [r for r in self.measures.to_pylist() if r["measure"] == measure and r["group_kind"] == group_kind]

    def headline(self) -> dict[str, float | int]:
        """The figures to follow over time, by name; counts end in _count."""
        found: dict[str, float | int] = {
            name: round(row["value"], 6) for name in HEADLINES if (row := self.figure(name)) is not None
        }
        for name in ("missing_hidden", "false_twin_links", "unknown_accepted", "review_share"):
            if row := self.figure(name):
                found[f"{name.removesuffix('_share')}_count"] = int(row["numerator"])
        error = details.calibration_error(self.calibration)
        if error is not None:
            found["calibration_error"] = round(error, 6)
        if self.has_truth:
            found["hidden_who_could_be_told_count"] = sum(self.hidden["could_tell"].to_pylist())
        return found


def evaluate_cycle(
    con_or_path: duckdb.DuckDBPyConnection | Path | str,
    truth_path: Path | None,
    cycle: str,
    *,
    settings: LinkageSettings | None = None,
) -> Evaluation:
    """Measure the linkage of ``cycle`` in a warehouse.

    ``truth_path`` is the truth file of a sample (truth.truth_file); None, a file that is not there, or
    the truth of other extracts gives the figures that need no truth. The warehouse is only read.
    """
    settings = settings or LinkageSettings()
    source = (
        nullcontext(con_or_path)
        if isinstance(con_or_path, duckdb.DuckDBPyConnection)
        else duckdb.connect(str(con_or_path), read_only=True)
    )
    with temp_connection(settings.scratch, threads=settings.threads) as con:
        with source as warehouse:
            records.copy_inputs(warehouse, con, cycle)
        truth = load_truth(con, truth_path)
        records.make_records(con, with_truth=truth.is_usable)
        nothing = con.sql("select 1 as rule where false").to_arrow_table()
        return Evaluation(
            cycle=cycle,
            has_truth=truth.is_usable,
            note=truth.note,
            measures=measures.measure_all(con, with_truth=truth.is_usable),
            calibration=details.calibration(con) if truth.is_usable else details.CALIBRATION.empty_table(),
            weights=details.weights(con, with_truth=truth.is_usable),
            thresholds=details.thresholds(con, settings.costs),
            hidden=details.hidden_children(con) if truth.is_usable else details.HIDDEN.empty_table(),
            blocking=con.table("blocking_reach").to_arrow_table() if truth.is_usable else nothing,
        )
