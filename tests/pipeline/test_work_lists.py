"""Work lists of a finished run, and the answers on their way into the next one."""

import datetime as dt
import stat
from pathlib import Path

import dagster as dg
import duckdb
import openpyxl
import pytest

from orchestration.dagster.instance import prepare_instance
from orchestration.definitions import build_defs
from orchestration.excel.work_lists.sheets import POTENTIAL, REGISTER, REVIEW
from orchestration.incremental import plan
from tests.pipeline.conftest import CYCLE, LAS, copy_run, run_cme

BOOKS = dg.AssetKey(["work_lists", "workbooks"])


def _rows(path: Path, sheet) -> list[dict]:
    page = openpyxl.load_workbook(path)[sheet.title]
    return [
        dict(zip([c.key for c in sheet.columns], line, strict=False))
        for line in page.iter_rows(min_row=2, values_only=True)
    ]


def _books(folder: Path) -> dict[str, Path]:
    return {path.name[:9]: path for path in folder.glob("*.xlsx")}


def test_each_authority_has_a_list_that_only_its_owner_may_read(finished_run):
    books = _books(finished_run.folders.work_lists / CYCLE)
    assert sorted(books) == sorted(LAS)
    assert {stat.S_IMODE(path.stat().st_mode) for path in books.values()} == {0o600}
    assert not list(finished_run.folders.published.rglob("*.xlsx"))


def test_lists_hold_the_children_pairs_and_cases_of_the_marts(finished_run):
    books = _books(finished_run.folders.work_lists / CYCLE)
    for sheet, sql in (
        (POTENTIAL, "select child_id from marts.potential_cme where la_code = '{}'"),
        (
            REVIEW,
            "select left_id from linkage.links join intermediate.int_linkage_left on left_id = record_id "
            "where decision = 'review' and la_code = '{}'",
        ),
        (REGISTER, "select child_id from marts.cme_register where status = 'confirmed' and la_code = '{}'"),
    ):
        shown = {la: sorted(str(row[sheet.ids[0]]) for row in _rows(path, sheet)) for la, path in books.items()}
        assert shown == {la: sorted(str(i) for (i,) in finished_run.query(sql.format(la))) for la in LAS}, sheet.title
        assert any(shown.values())


def test_counts_and_no_names_are_noted(finished_run, canary):
    events = prepare_instance(finished_run.folders).get_latest_materialization_event(BOOKS)
    metadata = {name: value.value for name, value in events.asset_materialization.metadata.items()}
    assert metadata["children"] == finished_run.query("select count(*) from marts.potential_cme")[0][0]
    assert metadata["rows_of_authorities_without_a_workbook"] == 0
    assert canary.casefold() not in str(metadata).casefold()


@pytest.fixture(scope="module")
def answered(finished_run, tmp_path_factory):
    """The same cycle after an officer has answered: one pair, one child. Decisions, linkage and lists are rebuilt;
    what the marts make of a decision is tested with them."""
    folders = copy_run(finished_run, tmp_path_factory.mktemp("answered") / "data")
    path = next(p for p in _books(folders.work_lists / CYCLE).values() if len(_rows(p, REVIEW)))
    book = openpyxl.load_workbook(path)
    pair, child = _rows(path, REVIEW)[0], _rows(path, POTENTIAL)[0]
    for sheet, choice in ((REVIEW, "The same child"), (POTENTIAL, "Confirmed CME")):
        for key, value in {"decision": choice, "decided_date": dt.date(2025, 6, 2), "decided_by": "officer1"}.items():
            book[sheet.title].cell(2, [c.key for c in sheet.columns].index(key) + 1).value = value
    answers = path.with_name("answered.xlsx")
    book.save(answers)
    done = run_cme(folders.data, "decisions", str(answers))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Recorded: 1 answers about pairs, 1 about children.")

    job = build_defs(folders).resolve_job_def("annual_run")
    due = plan.plan_run(job, folders, CYCLE).due
    chosen = [key for key in due if key == BOOKS or key.path[0] in ("raw", "linkage")]
    assert BOOKS in chosen
    result = job.execute_in_process(partition_key=CYCLE, instance=prepare_instance(folders), asset_selection=chosen)
    assert result.success
    with duckdb.connect(str(folders.warehouse), read_only=True) as con:
        yield con, _books(folders.work_lists / CYCLE)[path.name[:9]], pair, child


def test_the_next_run_takes_the_answers_in(answered):
    con, path, pair, child = answered
    found = con.execute(
        "select decision, right_id, match_reason from linkage.links where left_id = ?", [pair["left_record_id"]]
    ).fetchall()
    assert found == [("accept", pair["right_record_id"], "person_decision")]
    decided = con.execute(
        "select decision, decided_by from raw.register_decisions where child_id = ?", [child["child_id"]]
    ).fetchall()
    assert decided == [("confirmed_cme", "officer1")]


def test_the_next_list_shows_what_was_answered(answered):
    _, path, pair, child = answered
    assert pair["left_record_id"] not in {row["left_record_id"] for row in _rows(path, REVIEW)}
    (row,) = [row for row in _rows(path, POTENTIAL) if row["child_id"] == child["child_id"]]
    assert "Confirmed CME" in row["earlier"]
    assert row["decision"] is None
