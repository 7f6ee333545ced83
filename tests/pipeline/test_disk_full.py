"""No room left to write, whichever part finds it out: one clear word, nothing lost, and the next run completes.

Without privileges the room is a limit on the size of files: each write beyond it fails, in our process and in
those that it starts. Where mounting is allowed, a folder is put on a full disk of its own.
"""

import os
import shutil
import sqlite3
import subprocess
import sys

import duckdb
import pytest

from orchestration.paths import Folders
from tests.pipeline.conftest import CYCLE, run_cme
from tests.pipeline.published import digests

RUN_SOME_STEPS = """
import resource, sys
import dagster as dg
from orchestration.dagster import jobs
limit, steps, *command = sys.argv[1:]
if steps:
    jobs.annual_run = jobs.JOB_OF_KIND["annual"] = dg.define_asset_job("annual_run", selection=steps)
from orchestration.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
sys.exit(main.main(command))
"""
"""The command, limited, with only some steps left in its job: those before them were made by the finished run."""

NO_LIMIT, NOTHING, SMALL = -1, 0, 600_000
"""In bytes. Small is room for Dagster's history of a few steps, and for no table, manifest or published set."""

STEPS = {
    # what fails -> what is asked for; none of these waits for another
    "raw__plasc": 'key:"raw/plasc"',
    "before_linkage": 'key:"staging/stg_ooc"',
    "links": 'key:"linkage/*"',
    "published__evaluation": 'key:"published/evaluation"',
}
PAGES = {
    "quality__data_docs": ("state/quality", 'key:"quality/data_docs"'),
    "evaluation__linkage_quality": (f"state/evaluation/{CYCLE}", 'key:"evaluation/linkage_quality"'),
    "returns__board": (f"returns/{CYCLE}", 'key:"returns/board"'),
}

ON_FULL_DISKS = """
while [ "$1" != -- ]; do
    mount -t tmpfs -o size=4k tmpfs "$1" && head -c 4096 /dev/zero > "$1/full" || exit 99
    shift
done
shift
exec "$@"
"""


@pytest.fixture(scope="module")
def folders(finished_run, tmp_path_factory) -> Folders:
    """The data folder of the finished run, to do harm to; Dagster's history starts anew, so that it is small."""
    data = tmp_path_factory.mktemp("full") / "data"
    shutil.copytree(finished_run.folders.data, data, symlinks=True)
    shutil.rmtree(data / "state" / "dagster")
    with duckdb.connect(str(data / "warehouse.duckdb")) as con:
        # what is recorded as complete would be reused
        con.execute("drop schema runs cascade")
    return Folders(data)


@pytest.fixture(scope="module")
def published(finished_run) -> dict[str, str]:
    return digests(finished_run.folders.published)


def _run(folders: Folders, *, limit: int, steps: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    return subprocess.run(
        [
            *before,
            sys.executable,
            "-W",
            "ignore",
            "-c",
            RUN_SOME_STEPS,
            str(limit),
            steps,
            "--data",
            str(folders.data),
            "run",
            CYCLE,
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "CME_DATA_DIR": ""},
        timeout=300,
    )


def _failed_steps(folders: Folders) -> set[str]:
    """The steps that failed in the newest run, from Dagster's history."""
    histories = [path for path in (folders.dagster_home / "history" / "runs").glob("*.db") if path.name != "index.db"]
    with sqlite3.connect(max(histories, key=lambda path: path.stat().st_mtime_ns)) as con:
        rows = con.execute("select step_key from event_logs where dagster_event_type = 'STEP_FAILURE'").fetchall()
    return {step for (step,) in rows}


def _assert_told_once(done: subprocess.CompletedProcess, folders: Folders) -> None:
    assert done.returncode == 2, done.stderr[-3000:]
    said = [line for line in done.stderr.splitlines() if not line.startswith(("Cycle ", "  "))]
    assert len(said) == 1, done.stderr[-3000:]
    assert said[0].startswith(f"cme: Nothing more can be written to {folders.data}")
    for part in ("MB free", "may take up to", "run again", "published before is untouched"):
        assert part in said[0]


def test_no_run_can_even_begin(folders, published):
    _assert_told_once(_run(folders, limit=NOTHING, steps=""), folders)
    assert digests(folders.published) == published


@pytest.mark.parametrize(
    "steps", [{"before_linkage"}, pytest.param(set(STEPS), marks=pytest.mark.slow)], ids=["dbt", "all"]
)
def test_whatever_runs_out_of_room_the_user_is_told_once(folders, published, steps):
    """DuckDB while loading and while linking, dbt, and the published set: in one run, to save its start."""
    done = _run(folders, limit=SMALL, steps=" or ".join(STEPS[step] for step in sorted(steps)))
    _assert_told_once(done, folders)
    assert _failed_steps(folders) == steps
    assert digests(folders.published) == published
    assert not list((folders.state / "published_sets").glob(".*"))


@pytest.mark.slow
def test_pages_that_have_no_room(folders, published):
    full = [str(folders.data / folder) for folder, _ in PAGES.values()]
    mounted = ("unshare", "-rm", "sh", "-c", ON_FULL_DISKS, "sh", *full, "--")
    if shutil.which("unshare") is None or subprocess.run([*mounted, "true"], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    done = _run(folders, limit=NO_LIMIT, steps=" or ".join(asked for _, asked in PAGES.values()), before=mounted)
    _assert_told_once(done, folders)
    assert _failed_steps(folders) == set(PAGES)
    assert digests(folders.published) == published


@pytest.mark.slow
def test_the_next_run_completes(folders, published):
    """After all of the above, and with files left half written as a full disk leaves them."""
    for name in (
        "quality/suites/nhs.json",
        "dbt/target/partial_parse.msgpack",
    ):
        os.truncate(folders.state / name, 100)
    for result in (folders.quality / "results" / "nhs").rglob("*.json"):
        os.truncate(result, 100)
    done = run_cme(folders.data, "run", CYCLE)
    assert done.returncode == 0, done.stderr[-3000:]
    assert digests(folders.published) == published
