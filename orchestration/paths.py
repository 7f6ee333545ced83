"""Where things lie under the data folder, said once.

Put here the places that the contract or a tool needs. Keep out what is in the files: readers and
writers have modules of their own. ``CME_DATA_DIR`` moves the whole folder; nothing of a run is kept
outside it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[1]
DBT_PROJECT_DIR = PROJECT_ROOT / "dbt_project"


@dataclass(frozen=True)
class Folders:
    """The data folder and what lies in it; paths only, nothing is created by asking."""

    data: Path

    @property
    def landing(self) -> Path:
        """What suppliers sent, one folder a cycle; never written by a run."""
        return self.data / "landing"

    @property
    def reference(self) -> Path:
        """Postcodes, schools and general practices."""
        return self.data / "reference"

    @property
    def decisions(self) -> Path:
        """What people decided about pairs and cases, and the list of suppressions; never written by a run."""
        return self.data / "decisions"

    @property
    def warehouse(self) -> Path:
        """The private DuckDB file, with personal data; one writer at a time."""
        return self.data / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """What evaluators read; replaced whole by the last step of a run."""
        return self.data / "published"

    @property
    def returns(self) -> Path:
        """What goes back to those who sent files: query lists and receipts."""
        return self.data / "returns"

    @property
    def work_lists(self) -> Path:
        """What officers work on, with names and addresses; readable by its owner only."""
        return self.data / "work_lists"

    @property
    def state(self) -> Path:
        """What tools keep between runs: run history, dbt artefacts, check results, models."""
        return self.data / "state"

    @property
    def run_lock(self) -> Path:
        """Held by the one run, or other writer, of the data folder."""
        return self.state / "run.lock"

    @property
    def dagster_home(self) -> Path:
        return self.state / "dagster"

    @property
    def dbt(self) -> Path:
        return self.state / "dbt"

    @property
    def quality(self) -> Path:
        """Great Expectations results and Data Docs."""
        return self.state / "quality"

    @property
    def scratch(self) -> Path:
        """What does not fit into memory during a run; emptied when the next one starts."""
        return self.state / "scratch"

    @property
    def models(self) -> Path:
        """Trained linkage models: parameters only, no names."""
        return self.state / "models"

    @property
    def linkage_model(self) -> Path:
        """The model of the last run that trained one."""
        return self.models / "linkage.json"


def data_folder() -> Folders:
    """The folder named by ``CME_DATA_DIR``, or ``data/`` in the project."""
    named = os.environ.get("CME_DATA_DIR")
    return Folders(Path(named).expanduser().resolve() if named else PROJECT_ROOT / "data")
