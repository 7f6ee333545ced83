"""The truth of an invented cycle: where its file is, and whether it is the truth of what was loaded.

Put here finding and checking the file. Keep out what is measured with it. Real extracts have no truth;
and a truth left over from a sample must never be held against other extracts of the same cycle name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.evaluation.stages import sql


@dataclass(frozen=True)
class TruthState:
    """Whether the truth can be used (``is_usable``), and why or why not in plain words."""

    is_usable: bool
    note: str


def truth_file(data: Path, cycle: str) -> Path:
    """Where a sample writes its truth: beside the data folder, so that no step of a run meets it."""
    return data.with_name(f"{data.name}-truth") / f"{cycle}.csv.gz"


def load_truth(con: duckdb.DuckDBPyConnection, path: Path | None) -> TruthState:
    """Make ``truth`` and say whether it fits ``files`` (source_file, rows_received) of the cycle.

    It fits where every loaded file has as many rows in the truth as were received; otherwise rows would
    be held against another child's truth. ``truth`` is empty where there is none or it does not fit.
    """
    sql.run(con, "truth_table")
    if path is None or not path.exists():
        return TruthState(
            False,
            "There is no truth for this cycle (it is not an invented one): only figures that need none are given.",
        )
    sql.run(con, "truth_rows", {"path": str(path)})
    others, files = sql.rows(con, "truth_fit")[0]
    if others or not files:
        con.execute("delete from truth")
        return TruthState(
            False,
            f"The truth beside the data folder is not that of these extracts ({others} of {files} files have other"
            " numbers of rows), so it is not used.",
        )
    return TruthState(True, "Measured against the truth of invented extracts. Real extracts may be better or worse.")
