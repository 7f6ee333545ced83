"""What the next run would make again, asked of a finished run after something has changed.

Put here what follows from one change. That the result is then that of a full run is ``test_same_again``.
"""

import shutil

import dagster as dg
import duckdb
import pytest

from orchestration.dagster.instance import prepare_instance
from orchestration.definitions import build_defs
from orchestration.incremental import fingerprints, plan
from orchestration.incremental.ledger import step_name
from orchestration.landing import SOURCES
from orchestration.paths import Folders
from tests.pipeline.conftest import CYCLE, LAS, copy_run, run_cme
from tests.pipeline.published import digests

ALWAYS_AS_THEY_WERE = {"raw/postcodes", "raw/schools", "raw/gp_practices", "raw/pair_decisions", "seeds/case_bases"}


@pytest.fixture
def folders(finished_run, tmp_path) -> Folders:
    return copy_run(finished_run, tmp_path / "data")


@pytest.fixture(scope="module")
def job(finished_run) -> dg.JobDefinition:
    return build_defs(finished_run.folders).resolve_job_def("annual_run")


@pytest.fixture
def due(folders, job):
    """The steps that are due in the copy of the run."""

    def steps(cycle=CYCLE):
        return {step_name(key) for key in plan.plan_run(job, folders, cycle).due}

    return steps


def test_nothing_is_due_after_a_run(due, job):
    assert due() == set()


def test_a_run_without_a_change_prints_the_same_and_touches_nothing(folders, finished_run):
    published, changed = folders.published.readlink(), folders.warehouse.stat().st_mtime_ns
    log = (folders.state / "last_run.log").stat().st_mtime_ns
    done = run_cme(folders.data, "run")
    assert done.returncode == 0, done.stderr
    assert "Nothing has changed" in done.stderr
    report = [part for part in finished_run.stdout.split("\n\n") if not part.startswith("Time by stage")]
    assert done.stdout.replace(str(folders.data), str(finished_run.folders.data)).split("\n\n") == report
    assert (folders.published.readlink(), folders.warehouse.stat().st_mtime_ns) == (published, changed)
    assert (folders.state / "last_run.log").stat().st_mtime_ns == log, "Dagster was started for nothing"


def test_an_authoritys_file_touches_no_other_list(folders, due):
    file = folders.landing / CYCLE / "local_authorities" / LAS[0] / "ehe.csv"
    file.write_bytes(file.read_bytes() + b"\n")
    found = due()
    assert {"raw/ehe", "raw/files", "staging/stg_ehe", "linkage/links", "published/evaluation"} <= found
    assert not found & {"raw/plasc", "raw/cycles", "staging/stg_plasc", "staging/stg_eotas", *ALWAYS_AS_THEY_WERE}


def test_settings_of_the_cycle_touch_all_but_what_belongs_to_no_cycle(folders, due, job):
    settings = folders.landing / CYCLE / "cycle.toml"
    settings.write_text(settings.read_text() + "\n[rules]\nehe_not_assessed_counts = false\n")
    found = due()
    assert not found & ALWAYS_AS_THEY_WERE
    assert {f"raw/{name}" for name in ("cycles", "nhs", "plasc")} | {
        "linkage/model_runs",
        "marts/potential_cme",
    } <= found


def test_decisions_about_pairs_touch_linkage_and_not_what_is_before_it(folders, due):
    folders.decisions.mkdir(exist_ok=True)
    (folders.decisions / "pair_decisions.csv").write_text(
        "cycle,left_record_id,right_record_id,decision,decided_date,decided_by\n"
    )
    found = due()
    assert {"raw/pair_decisions", "linkage/links", "marts/match_outcomes", "published/evaluation"} <= found
    assert not found & {"raw/nhs", "staging/stg_nhs", "linkage/model_runs"}


def test_other_thresholds_ask_the_gates_again_and_make_nothing_else(folders, due):
    (folders.reference / "thresholds.toml").write_text("")
    assert due() == {f"raw/{source}" for source in SOURCES} | {"quality/data_docs"}


def test_another_program_rebuilds_everything(due, job, monkeypatch):
    monkeypatch.setattr(fingerprints, "program", lambda: "another")
    assert len(due()) == len(job.asset_layer.executable_asset_keys)


def test_a_model_of_dbt_touches_itself_and_what_is_built_on_it(due, monkeypatch):
    was = fingerprints.model
    monkeypatch.setattr(fingerprints, "model", lambda name: "another" if name == "coverage_summary" else was(name))
    assert due() == {"marts/coverage_summary", "returns/board", "published/evaluation"}


@pytest.mark.parametrize(
    ("gone", "again"),
    [
        ("published", "published/evaluation"),
        (f"returns/{CYCLE}", "returns/query_lists"),
        (f"work_lists/{CYCLE}", "work_lists/workbooks"),
        ("state/models/linkage.json", "linkage/model_runs"),
        (f"state/evaluation/{CYCLE}/index.html", "evaluation/linkage_quality"),
        ("state/quality/index.html", "quality/data_docs"),
        (f"state/quality/results/nhs/{CYCLE}", "raw/nhs"),
        ("warehouse.duckdb", "raw/cycles"),
    ],
)
def test_what_is_gone_is_made_again(folders, due, gone, again):
    path = folders.data / gone
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    assert again in due()


def test_a_check_that_has_not_held_is_asked_again(folders, due):
    with duckdb.connect(str(folders.warehouse)) as con:
        con.execute("delete from runs.step_records where step = 'raw/ooc gate'")
    found = due()
    assert "raw/ooc" in found
    assert not found & {"staging/stg_ooc", "marts/match_outcomes"}


def test_a_cycle_in_between_leaves_what_it_did_not_touch(folders, due, job):
    """Staging and linkage hold one cycle: they stand until another cycle is staged, and then for that one."""
    other = "2025-other"
    shutil.copytree(folders.landing / CYCLE, folders.landing / other)
    settings = folders.landing / other / "cycle.toml"
    settings.write_text(settings.read_text().replace(CYCLE, other))
    assert not due(other) & ALWAYS_AS_THEY_WERE
    assert {"raw/nhs", "staging/stg_nhs", "linkage/links", "published/evaluation"} <= due(other)

    chosen = build_defs(folders).resolve_job_def("annual_run")
    keys = [dg.AssetKey(["raw", name]) for name in ("cycles", "participating_las")]
    result = chosen.execute_in_process(partition_key=other, instance=prepare_instance(folders), asset_selection=keys)
    assert result.success
    assert due() == {step_name(key) for key in keys}
    assert {"raw/nhs", "staging/stg_nhs"} <= due(other)
    assert digests(folders.published)
