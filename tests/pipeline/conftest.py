"""A small invented cycle through the real command, once for all tests of this tier."""

import csv
import datetime as dt
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.paths import Folders
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
    began: dt.datetime
    """In UTC, without a zone; of several runs in the folder that of the last."""

    def query(self, sql: str, *values: object) -> list[tuple]:
        with duckdb.connect(str(self.folders.warehouse), read_only=True) as con:
            return con.execute(sql, values).fetchall()


def copy_run(run: FinishedRun, data: Path) -> Folders:
    """The data folder of a run, with the truth beside it, for a test to damage."""
    shutil.copytree(run.folders.data, data, symlinks=True)
    shutil.copytree(run.truth.parent, data.with_name(run.truth.parent.name))
    return Folders(data)


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
    began = _now()
    done = run_cme(sample, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-4000:]
    truth = sample.with_name("data-truth") / f"{CYCLE}.csv.gz"
    return FinishedRun(Folders(sample), truth, done.stdout, done.stderr, began)


@dataclass(frozen=True)
class LateFiles:
    """What was not there, or not yet right, at the first run of a cycle."""

    plasc: str
    school: str


@pytest.fixture(scope="session")
def late_files(sample) -> LateFiles:
    schools = sorted((sample / "landing" / CYCLE / "independent_schools").glob("*.csv"))
    return LateFiles(f"local_authorities/{LAS[1]}/plasc.csv", f"independent_schools/{schools[0].name}")


@pytest.fixture(scope="session")
def second_run(finished_run, late_files, tmp_path_factory) -> FinishedRun:
    """The same landing folder in another data folder, where two files came after a first run."""
    data = tmp_path_factory.mktemp("again") / "data"
    for name in ("landing", "reference"):
        shutil.copytree(finished_run.folders.data / name, data / name)
    shutil.copytree(finished_run.truth.parent, data.with_name("data-truth"))
    root = data / "landing" / CYCLE
    (root / late_files.plasc).unlink()
    lines = (root / late_files.school).read_bytes().splitlines(keepends=True)
    (root / late_files.school).write_bytes(b"".join(lines[:-2]))
    first = run_cme(data, "run", CYCLE)
    assert first.returncode == 0, first.stderr[-4000:]
    for late in (late_files.plasc, late_files.school):
        shutil.copy2(finished_run.folders.landing / CYCLE / late, root / late)
    began = _now()
    done = run_cme(data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-4000:]
    return FinishedRun(Folders(data), finished_run.truth, done.stdout, done.stderr, began)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
