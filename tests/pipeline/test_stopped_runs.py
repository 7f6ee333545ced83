"""A run that is stopped, by a gate or by the machine, leaves what was published as it was."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestration.folders import Folders
from tests.pipeline.conftest import CYCLE, LAS, run_cme
from tests.pipeline.published import digests

STAGES = [
    "loading extracts",
    "quality gates",
    "staging and scope",
    "training the linkage model",
    "linking records",
    "outcomes, triage, register, evaluation",
    "publishing",
]


@pytest.fixture
def copy_of_run(finished_run, tmp_path) -> Folders:
    """The data folder of the finished run, to do harm to."""
    data = tmp_path / "data"
    shutil.copytree(finished_run.folders.data, data, symlinks=True)
    return Folders(data)


def _landing_digest(folders: Folders) -> list[tuple[str, int, int]]:
    files = sorted(p for p in folders.landing.rglob("*") if p.is_file())
    return [(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in files]


def test_a_gate_that_fails_stops_the_run_and_says_why(copy_of_run, canary):
    before = digests(copy_of_run.published)
    file = copy_of_run.landing / CYCLE / "nhs" / f"{LAS[0]}.csv"
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    rows = list(csv.reader(text.splitlines()))
    with file.open("w", newline="", encoding="utf-8") as handle:
        # every value one column to the right, as when somebody inserts a column
        csv.writer(handle).writerows([rows[0], *([row[-1], *row[:-1]] for row in rows[1:])])
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 3, done.stderr[-2000:]
    assert f"nhs/{LAS[0]}.csv" in done.stderr
    assert "%" in done.stderr
    assert "untouched" in done.stderr
    assert canary.casefold() not in done.stderr.casefold()
    assert digests(copy_of_run.published) == before
    assert "staging" not in done.stderr.split("quality gates")[-1].split("cme:")[0]


@contextmanager
def _run_until(folders: Folders, stage: str) -> Iterator[subprocess.Popen]:
    """A run that has said that it has begun a stage; on leaving it is ended without warning."""
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("cme")), "--data", str(folders.data), "run", CYCLE],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CME_DATA_DIR": ""},
    )
    try:
        for line in process.stderr:
            if stage in line:
                break
        else:
            pytest.fail(f"the run ended before {stage}")
        yield process
    finally:
        process.kill()
        process.wait(30)
        process.stderr.close()


def test_a_run_killed_at_any_stage_loses_nothing(copy_of_run):
    """Each killed run must first get past where the one before it died; the last one completes."""
    published = digests(copy_of_run.published)
    landed = _landing_digest(copy_of_run)
    for stage in STAGES:
        with _run_until(copy_of_run, stage):
            pass
        assert digests(copy_of_run.published) == published, stage
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert digests(copy_of_run.published) == published
    assert _landing_digest(copy_of_run) == landed


def test_a_second_run_at_the_same_time_is_told_so(copy_of_run):
    with _run_until(copy_of_run, "quality gates") as first:
        second = run_cme(copy_of_run.data, "run", CYCLE)
    assert second.returncode == 4
    assert f"process {first.pid}" in second.stderr


def test_bad_settings_are_told_before_anything_is_loaded(copy_of_run):
    settings = copy_of_run.landing / CYCLE / "cycle.toml"
    settings.write_text(settings.read_text().replace("reference_date = ", "reference_date = 'soon' # "))
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 2
    assert "cycle.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_cycle_is_told_with_those_that_landed(copy_of_run):
    done = run_cme(copy_of_run.data, "run", "2031-annual")
    assert done.returncode == 2
    assert CYCLE in done.stderr
