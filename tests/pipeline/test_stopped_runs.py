"""A run that is stopped, by a gate or by the machine, leaves what was published as it was."""

import contextlib
import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.paths import Folders
from tests.pipeline.conftest import CYCLE, LAS, copy_run, run_cme
from tests.pipeline.published import digests, table_digests

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
    return copy_run(finished_run, tmp_path / "data")


def _landing_digest(folders: Folders) -> list[tuple[str, int, int]]:
    files = sorted(p for p in folders.landing.rglob("*") if p.is_file())
    return [(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in files]


def test_a_gate_that_fails_stops_the_run_and_says_why(copy_of_run, canary):
    before = digests(copy_of_run.published)
    # a roll: an NHS file like this is held back, and the run goes on
    file = copy_of_run.landing / CYCLE / "local_authorities" / LAS[0] / "plasc.csv"
    original, times = file.read_bytes(), file.stat()
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    rows = list(csv.reader(text.splitlines()))
    with file.open("w", newline="", encoding="utf-8") as handle:
        # every value one column to the right, as when somebody inserts a column
        csv.writer(handle).writerows([rows[0], *([row[-1], *row[:-1]] for row in rows[1:])])
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 3, done.stderr[-2000:]
    assert f"local_authorities/{LAS[0]}/plasc.csv" in done.stderr
    assert "%" in done.stderr
    assert "untouched" in done.stderr
    assert canary.casefold() not in done.stderr.casefold()
    assert digests(copy_of_run.published) == before
    assert "staging" not in done.stderr.split("quality gates")[-1].split("cme:")[0]

    again = run_cme(copy_of_run.data, "run", CYCLE)
    assert (again.returncode, again.stderr.split("cme:")[1]) == (3, done.stderr.split("cme:")[1])

    file.write_bytes(original)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    fixed = run_cme(copy_of_run.data, "run", CYCLE)
    assert fixed.returncode == 0, fixed.stderr[-2000:]
    assert "staging" not in fixed.stderr  # the stopped run did not touch staging, which is still that of the file
    assert digests(copy_of_run.published) == before


def _start(folders: Folders, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("cme")), "--data", str(folders.data), "run", CYCLE, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CME_DATA_DIR": ""},
    )


@contextlib.contextmanager
def _run_until(folders: Folders, stage: str, *arguments: str) -> Iterator[subprocess.Popen]:
    """A run that has reported the start of a stage; on leaving it is killed without warning."""
    process = _start(folders, *arguments)
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


def test_a_run_killed_while_dbt_builds_loses_nothing(copy_of_run):
    """One of the stages that the slow tier goes through: that in which the warehouse is written to most."""
    published, tables = digests(copy_of_run.published), table_digests(copy_of_run.warehouse)
    with duckdb.connect(str(copy_of_run.warehouse)) as con:
        con.execute("delete from runs.step_records where step = 'marts/match_outcomes'")
    with _run_until(copy_of_run, "outcomes, triage, register, evaluation"):
        time.sleep(3)
    assert digests(copy_of_run.published) == published
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert digests(copy_of_run.published) == published
    assert table_digests(copy_of_run.warehouse) == tables


@pytest.mark.slow
def test_a_run_killed_at_any_stage_loses_nothing(copy_of_run):
    """The first starts from the beginning; each resumes where the one before it died, and the last completes."""
    published, tables = digests(copy_of_run.published), table_digests(copy_of_run.warehouse)
    landed = _landing_digest(copy_of_run)
    for stage in STAGES:
        with _run_until(copy_of_run, stage, *(["--all"] if stage == STAGES[0] else [])):
            pass
        assert digests(copy_of_run.published) == published, stage
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "published/evaluation (not finished)" in done.stderr
    assert not [stage for stage in STAGES[:-1] if stage in done.stderr]  # they were done by the runs before
    assert digests(copy_of_run.published) == published
    assert table_digests(copy_of_run.warehouse) == tables
    assert _landing_digest(copy_of_run) == landed


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4))
def test_runs_killed_at_any_moment_lose_nothing(copy_of_run, seed):
    """Fifty kills, anywhere between the start and the end of a run of all steps."""
    published, tables = digests(copy_of_run.published), table_digests(copy_of_run.warehouse)
    landed = _landing_digest(copy_of_run)
    started = time.monotonic()
    assert run_cme(copy_of_run.data, "run", CYCLE, "--all").returncode == 0
    longest = time.monotonic() - started
    moments = random.Random(seed)
    for _ in range(50):
        process = _start(copy_of_run, *(["--all"] if moments.random() < 0.5 else []))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=moments.uniform(0, longest))
        process.kill()
        process.communicate()
        assert digests(copy_of_run.published) == published
    done = run_cme(copy_of_run.data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert digests(copy_of_run.published) == published
    assert table_digests(copy_of_run.warehouse) == tables
    assert _landing_digest(copy_of_run) == landed


def test_a_second_run_at_the_same_time_is_told_so(copy_of_run):
    with _run_until(copy_of_run, "quality gates", "--all") as first:
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
