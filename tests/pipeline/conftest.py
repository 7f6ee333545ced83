"""A small invented cycle through the real command, once for all tests of this tier."""

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.folders import Folders
from orchestration.synthetic import write_sample

LAS = ["W06000015", "W06000016", "W06000021"]
CYCLE = "2025-annual"
CANARY = "Zzyzxcanarius"
"""A surname that nobody has. It is planted in every kind of file, in good rows and in broken ones."""


@dataclass(frozen=True)
class FinishedRun:
    folders: Folders
    truth: Path
    stdout: str
    stderr: str

    def query(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.folders.warehouse), read_only=True) as con:
            return con.execute(sql).fetchall()


def run_cme(data: Path, *arguments: str) -> subprocess.CompletedProcess:
    """The command as a user runs it, in a process of its own."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("cme")), "--data", str(data), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "CME_DATA_DIR": ""},
        timeout=600,
    )


def _plant(path: Path, rows: dict[int, dict[str, str]]) -> None:
    """Overwrite some fields of a CSV file; ``rows`` counts records from 0, columns by heading."""
    text = path.read_bytes()
    encoding = "utf-8-sig" if text.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        lines = text.decode(encoding)
    except UnicodeDecodeError:
        encoding, lines = "cp1252", text.decode("cp1252")
    records = list(csv.reader(lines.splitlines()))
    index = {heading.casefold().replace("_", "").replace(" ", ""): i for i, heading in enumerate(records[0])}
    for number, fields in rows.items():
        for heading, value in fields.items():
            records[1 + number][index[heading]] = value
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows(records)


def plant_canaries(cycle_dir: Path) -> None:
    for la in LAS:
        _plant(
            cycle_dir / "nhs" / f"{la}.csv",
            {
                0: {"surname": CANARY},
                1: {"surname": CANARY.upper(), "dateofbirth": "31/02/2015"},
                2: {"surname": CANARY, "dateofbirth": CANARY},
                3: {"surname": CANARY, "postcode": CANARY},
            },
        )
        own = cycle_dir / "local_authorities" / la
        _plant(
            own / "plasc.csv",
            {
                0: {"surname": CANARY},
                1: {"surname": CANARY, "dob": CANARY, "enrolstatus": CANARY},
            },
        )
        _plant(own / "cme.csv", {0: {"surname": CANARY, "openeddate": CANARY}})
        _plant(own / "ehe.csv", {0: {"surname": CANARY, "startdate": CANARY}})


@pytest.fixture(scope="session")
def canary() -> str:
    return CANARY


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("cycle") / "data"
    write_sample(out, las=LAS, scale=0.03, seed=11, cycle=CYCLE)
    plant_canaries(out / "landing" / CYCLE)
    return out


@pytest.fixture(scope="session")
def finished_run(sample) -> FinishedRun:
    done = run_cme(sample, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-4000:]
    truth = sample.with_name("data-truth") / f"{CYCLE}.csv.gz"
    return FinishedRun(Folders(sample), truth, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def second_run(finished_run, tmp_path_factory) -> FinishedRun:
    """The same landing folder in another data folder, run from nothing."""
    data = tmp_path_factory.mktemp("again") / "data"
    for name in ("landing", "reference"):
        shutil.copytree(finished_run.folders.data / name, data / name)
    done = run_cme(data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-4000:]
    return FinishedRun(Folders(data), finished_run.truth, done.stdout, done.stderr)
