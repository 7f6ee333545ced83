"""Definitions of a data folder that holds a landed cycle and nothing else."""

import datetime as dt
import os
from pathlib import Path

import dagster as dg
import pytest

from orchestration.paths import Folders

CYCLE_TOML = """
cycle = "{cycle}"
kind = "{kind}"
reference_date = {date}

[deadlines]
nhs = 2025-04-30
independent_schools = 2025-05-20
"""


def land_cycle(folders: Folders, cycle: str, *, kind: str = "annual", date: str = "2025-04-30") -> Path:
    """A cycle folder with its settings and one authority; settled, as if it had landed an hour ago."""
    root = folders.landing / cycle
    (root / "local_authorities" / "W06000015").mkdir(parents=True)
    path = root / "cycle.toml"
    path.write_text(CYCLE_TOML.format(cycle=cycle, kind=kind, date=date))
    an_hour_ago = dt.datetime.now().timestamp() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))
    return root


@pytest.fixture
def folders(tmp_path, monkeypatch) -> Folders:
    monkeypatch.setenv("CME_DATA_DIR", str(tmp_path / "data"))
    folders = Folders(tmp_path / "data")
    folders.landing.mkdir(parents=True)
    return folders


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "dagster").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        yield instance


@pytest.fixture(scope="session")
def definitions(tmp_path_factory) -> dg.Definitions:
    """All definitions, once: parsing the dbt project takes seconds."""
    from orchestration.definitions import build_defs

    return build_defs(Folders(tmp_path_factory.mktemp("definitions") / "data"))
