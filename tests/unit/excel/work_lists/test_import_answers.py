"""Answers on their way back: what is recorded, what is refused and how that is reported."""

import csv
import datetime as dt

import pytest

from orchestration.decisions import load_decisions
from orchestration.errors import BadInput
from orchestration.excel.work_lists import find_workbooks, import_answers
from orchestration.excel.work_lists.sheets import POTENTIAL, REGISTER, REVIEW
from tests.unit.excel.work_lists.conftest import CYCLE, Book

TODAY = dt.date(2025, 7, 1)
GIVEN = {"decided_date": dt.date(2025, 6, 3), "decided_by": "officer1"}
NAMES = ("Gwernfab", "Zinedda", "Zineddo")


@pytest.fixture
def imported(warehouse, tmp_path):
    """Import workbooks; an issue fails the test."""
    return lambda *paths: import_answers(warehouse.con, tmp_path, paths, today=TODAY)


@pytest.fixture
def refused(imported, tmp_path):
    """Import workbooks; gives the issues, of which none may name a child, and checks that nothing was written."""

    def issues(*paths):
        before = {p: p.read_bytes() for p in (tmp_path / "decisions").glob("*")}
        with pytest.raises(BadInput) as error:
            imported(*paths)
        assert {p: p.read_bytes() for p in (tmp_path / "decisions").glob("*")} == before
        assert not any(name in str(error.value) for name in NAMES)
        return [line for line in error.value.issues if line != "No answer was recorded."]

    return issues


def decisions(tmp_path, name):
    with (tmp_path / "decisions" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_answers_go_into_the_files_that_a_run_reads(warehouse, lists, imported, tmp_path):
    child, closed, moved = warehouse.child(priority=1), warehouse.child(priority=2), warehouse.child(priority=3)
    left, right = warehouse.pair()
    book = lists()
    book.fill(POTENTIAL, 2, decision="CME wedi'i gadarnhau / Confirmed CME", **GIVEN)
    book.fill(
        POTENTIAL,
        3,
        decision="Not CME",
        closure_reason="Disgybl cofrestredig mewn ysgol / Registered pupil at a school",
        note="seen\nin class",
        **GIVEN,
    )
    book.fill(
        POTENTIAL, 4, decision="Trosglwyddwyd", to_la_code="Powys", decided_date="04/06/2025", decided_by="@officer2"
    )
    book.fill(REVIEW, 2, decision="Yr un plentyn / The same child", **GIVEN)
    done = imported(book.save())
    assert done.recorded == {"pair_decisions": 1, "register_decisions": 3}
    with_all = {"cycle": CYCLE, "decided_date": "2025-06-03", "decided_by": "officer1", "note": ""}
    assert decisions(tmp_path, "pair_decisions") == [
        {**with_all, "left_record_id": left, "right_record_id": right, "decision": "match"}
    ]
    of_child = {**with_all, "closure_reason": "", "to_la_code": ""}
    assert decisions(tmp_path, "register_decisions") == [
        {**of_child, "child_id": child, "decision": "confirmed_cme"},
        {
            **of_child,
            "child_id": closed,
            "decision": "not_cme",
            "closure_reason": "registered_pupil",
            "note": "seen in class",
        },
        {
            **of_child,
            "child_id": moved,
            "decision": "transferred",
            "to_la_code": "W06000023",
            "decided_date": "2025-06-04",
            "decided_by": "officer2",
        },
    ]
    assert load_decisions(warehouse.con, tmp_path) == {"register_decisions": 3, "pair_decisions": 1, "suppressions": 0}


def test_twins_are_different_children_and_unsure_leaves_a_pair_waiting(warehouse, lists, imported, tmp_path):
    warehouse.pair()
    warehouse.pair()
    book = lists()
    book.fill(REVIEW, 2, decision="Efeilliaid / Twins", note="two birth certificates", **GIVEN)
    book.fill(REVIEW, 3, decision="Ansicr / Unsure")
    done = imported(book.save())
    assert done.unsure == 1
    assert [(row["decision"], row["note"]) for row in decisions(tmp_path, "pair_decisions")] == [
        ("not_match", "twins; two birth certificates")
    ]


def test_reading_twice_adds_nothing(warehouse, lists, imported, tmp_path):
    warehouse.child()
    book = lists()
    book.fill(POTENTIAL, 2, decision="Confirmed CME", **GIVEN)
    path = book.save()
    imported(path)
    before = (tmp_path / "decisions" / "register_decisions.csv").read_bytes()
    done = imported(path, path)
    assert (done.recorded["register_decisions"], done.already_recorded) == (0, 2)
    assert (tmp_path / "decisions" / "register_decisions.csv").read_bytes() == before


def test_what_stood_in_a_file_stays_and_its_headings_are_kept(warehouse, lists, imported, tmp_path):
    warehouse.child()
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "register_decisions.csv").write_bytes(
        "Decided By,child_id,decision,decided_date,cycle\r\nSiân,child-1,not_cme,2025-05-01,2024-annual\r\n".encode(
            "cp1252"
        )
    )
    book = lists()
    book.fill(POTENTIAL, 2, decision="Confirmed CME", **GIVEN)
    imported(book.save())
    first, second = decisions(tmp_path, "register_decisions")
    assert list(first)[:5] == ["Decided By", "child_id", "decision", "decided_date", "cycle"]
    assert (first["Decided By"], first["child_id"], second["Decided By"], second["cycle"]) == (
        "Siân",
        "child-1",
        "officer1",
        CYCLE,
    )


def test_who_and_when_may_be_given_once_for_all(warehouse, lists, imported, tmp_path):
    warehouse.child()
    warehouse.child()
    book = lists()
    for row in (2, 3):
        book.fill(POTENTIAL, row, decision="Confirmed CME")
    book.fill(POTENTIAL, 3, decided_by="officer2")
    for line in book.book.worksheets[0].iter_rows():
        if line[1].value == "Gan bwy / By whom":
            line[2].value = "officer1"
        if line[1].value == "Dyddiad / Date":
            line[2].value = dt.date(2025, 6, 5)
    imported(book.save())
    assert [(row["decided_by"], row["decided_date"]) for row in decisions(tmp_path, "register_decisions")] == [
        ("officer1", "2025-06-05"),
        ("officer2", "2025-06-05"),
    ]


@pytest.mark.parametrize(
    ("values", "column", "remedy"),
    [
        ({"decision": "perhaps", **GIVEN}, "Decision", "from the list"),
        ({"decision": "Not CME", "closure_reason": "gone", **GIVEN}, "Reason for closing", "from the list"),
        ({"decision": "Confirmed CME", "closure_reason": "Died", **GIVEN}, "Reason for closing", "Clear it"),
        ({"decision": "Transferred", **GIVEN}, "To authority", "Choose it"),
        ({"decision": "Not CME", "to_la_code": "Powys", **GIVEN}, "To authority", "Clear it"),
        ({"decision": "Confirmed CME", "decided_by": "officer1"}, "Date", "day/month/year"),
        ({"decision": "Confirmed CME", "decided_by": "officer1", "decided_date": "soon"}, "Date", "day/month/year"),
        (
            {"decision": "Confirmed CME", "decided_by": "officer1", "decided_date": dt.date(2025, 7, 2)},
            "Date",
            "day/month/year",
        ),
        ({"decision": "Confirmed CME", "decided_date": dt.date(2025, 6, 3)}, "By whom", "Fill it in"),
        ({"closure_reason": "Died"}, "Decision", "Choose it"),
    ],
)
def test_an_issue_names_file_sheet_row_column_and_remedy(warehouse, lists, refused, values, column, remedy):
    warehouse.child()
    book = lists()
    book.fill(POTENTIAL, 2, **values)
    (issue,) = refused(book.save())
    place, _, rest = issue.partition(": ")
    assert place.startswith(f"{book.path}, sheet CME posibl - Potential CME, row 2, column ")
    assert place.endswith(column)
    assert remedy in rest


def test_all_issues_of_all_workbooks_are_reported_at_once(warehouse, lists, refused, tmp_path):
    warehouse.child()
    warehouse.child()
    book = lists()
    book.fill(POTENTIAL, 2, decision="Transferred")
    book.fill(POTENTIAL, 3, decision="?", **GIVEN)
    no_workbook = tmp_path / "broken.xlsx"
    no_workbook.write_text("no workbook")
    issues = refused(book.save(), no_workbook)
    assert len(issues) == 5
    assert [str(no_workbook) in line for line in issues] == [False, False, False, False, True]


@pytest.mark.parametrize("harm", ["child_id", "surname", "check"])
def test_a_row_that_was_changed_or_moved_in_part_is_refused(warehouse, lists, refused, harm):
    """As when one column is sorted alone: the answer would go to another child."""
    warehouse.child("Gwernfab", "Zinedda")
    warehouse.child("Gwernfab", "Zineddo")
    book = lists()
    here, there = book.cell(POTENTIAL, 2, harm), book.cell(POTENTIAL, 3, harm)
    here.value, there.value = (there.value, here.value) if harm != "surname" else ("Arall", there.value)
    book.fill(POTENTIAL, 2, decision="Confirmed CME", **GIVEN)
    (issue,) = refused(book.save())
    assert "row 2" in issue
    assert "beside the right child" in issue


@pytest.mark.parametrize("name", ["  Gwern  fab", "Gwern\x01fab", "=Gwernfab", "Gŵernfab", None])
def test_a_row_is_known_again_however_the_name_is_written(warehouse, lists, imported, name):
    warehouse.child(surname=name)
    book = lists()
    book.cell(POTENTIAL, 2, "surname").data_type = "s"
    book.fill(POTENTIAL, 2, decision="Confirmed CME", **GIVEN)
    assert imported(book.save()).recorded["register_decisions"] == 1


def test_columns_may_be_moved_and_rows_sorted_whole(warehouse, lists, imported, tmp_path):
    warehouse.child(priority=1)
    second = warehouse.child(priority=2)
    book = lists()
    book.fill(POTENTIAL, 3, decision="Confirmed CME", **GIVEN)
    page = book.sheet(POTENTIAL)
    lines = [[cell.value for cell in line] for line in page.iter_rows()]
    for row, line in enumerate([lines[0], lines[2], lines[1]], start=1):
        for column, value in enumerate(reversed(line), start=1):
            page.cell(row, column).value = value
    imported(book.save())
    assert [row["child_id"] for row in decisions(tmp_path, "register_decisions")] == [second]


def test_a_missing_column_is_named_by_its_heading(warehouse, lists, refused):
    warehouse.child()
    book = lists()
    book.cell(POTENTIAL, 1, "note").value = "remarks"
    (issue,) = refused(book.save())
    assert "Nodyn / Note" in issue


def test_two_workbooks_that_disagree_are_both_named(warehouse, lists, refused, tmp_path):
    warehouse.pair()
    book, other = lists(), tmp_path / "of a colleague.xlsx"
    book.fill(REVIEW, 2, decision="The same child", **GIVEN)
    one = book.save()
    again = Book(one)
    again.fill(REVIEW, 2, decision="Different children", **GIVEN)
    (issue,) = refused(one, again.save(other))
    assert issue.startswith(f"{other}, sheet Adolygu - To review, row 2: ")
    assert f"{one}, sheet Adolygu - To review, row 2" in issue
    assert "clear the other" in issue


def test_another_answer_needs_a_later_date_and_is_reported(warehouse, lists, imported, refused, tmp_path):
    warehouse.pair()
    book = lists()
    book.fill(REVIEW, 2, decision="The same child", **GIVEN)
    imported(book.save())
    book.fill(REVIEW, 2, decision="Different children")
    (issue,) = refused(book.save())
    assert "decisions/pair_decisions.csv, row 2" in issue
    assert "later date" in issue
    book.fill(REVIEW, 2, decided_date=dt.date(2025, 6, 4))
    (line,) = imported(book.save()).notes
    assert "replaces an earlier decision (decisions/pair_decisions.csv, row 2)" in line
    assert [row["decision"] for row in decisions(tmp_path, "pair_decisions")] == ["match", "not_match"]


def test_a_list_of_another_run_works_and_what_is_lost_is_reported(warehouse, lists, imported, tmp_path):
    there = warehouse.child(priority=1)
    warehouse.child(priority=2)
    book = lists()
    for row in (2, 3):
        book.fill(POTENTIAL, row, decision="Confirmed CME", **GIVEN)
    path = book.save()
    # the child stands out no more, but its record is there; of the other one the record is gone too
    warehouse.con.execute("delete from marts.potential_cme")
    warehouse.con.execute("delete from raw.nhs where source_row = (select max(source_row) from raw.nhs)")
    (line,) = imported(path).notes
    assert "row 3: left out" in line
    assert "newest work list" in line
    assert [row["child_id"] for row in decisions(tmp_path, "register_decisions")] == [there]


def test_an_extract_that_was_sent_again_books_no_answer_to_another_child(warehouse, lists, imported, tmp_path):
    """The place of a row is its id, and another child may stand there now."""
    stays = warehouse.child(priority=1)
    warehouse.child(priority=2)
    book = lists()
    for row in (2, 3):
        book.fill(POTENTIAL, row, decision="Not CME", closure_reason="Wedi marw", **GIVEN)
    path = book.save()
    warehouse.con.execute(
        "update staging.stg_nhs set date_of_birth = date_of_birth + 400 "
        "where source_row = (select max(source_row) from staging.stg_nhs)"
    )
    notes = imported(path).notes
    assert sum("has another child in this place" in line for line in notes) == 1
    assert [row["child_id"] for row in decisions(tmp_path, "register_decisions")] == [stays]


def test_an_answer_about_another_child_does_not_contradict_the_one_about_the_child(
    warehouse, lists, imported, tmp_path
):
    """Both lists have the id of the row, of which the older one shows the child who was there before."""
    child = warehouse.child()
    book = lists()
    book.fill(POTENTIAL, 2, decision="Confirmed CME", **GIVEN)
    older = book.save(tmp_path / "older.xlsx")
    warehouse.con.execute("update staging.stg_nhs set date_of_birth = date_of_birth + 400")
    book = lists()
    book.fill(POTENTIAL, 2, decision="Not CME", closure_reason="Died", **GIVEN)
    result = imported(older, book.save())
    assert result.recorded["register_decisions"] == 1
    assert "has another child in this place" in result.notes[0]
    assert [(row["child_id"], row["decision"]) for row in decisions(tmp_path, "register_decisions")] == [
        (child, "not_cme")
    ]


def test_a_case_of_the_authoritys_own_system_is_not_answered_here(warehouse, lists, refused):
    warehouse.case(case_ref="C", closure_proposed=True)
    book = lists()
    book.fill(REGISTER, 2, decision="Not CME", **GIVEN)
    (issue,) = refused(book.save())
    assert "your own case system" in issue


def test_a_child_who_died_is_to_be_put_among_the_suppressions(warehouse, lists, imported):
    warehouse.child()
    book = lists()
    book.fill(POTENTIAL, 2, decision="Not CME", closure_reason="Wedi marw", **GIVEN)
    (line,) = imported(book.save()).notes
    assert "suppressions.csv" in line
    assert not any(name in line for name in NAMES)


def test_an_untouched_list_gives_nothing(warehouse, lists, imported, tmp_path):
    warehouse.child()
    warehouse.pair()
    warehouse.case()
    assert imported(lists().path).lines() == ["Recorded: 0 answers about pairs, 0 about children."]
    assert not (tmp_path / "decisions").exists()


def test_folders_are_searched_and_what_is_no_workbook_is_reported(tmp_path):
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "notes.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in find_workbooks([tmp_path, tmp_path / "a.xlsx"])] == ["a.xlsx", "b.xlsx"]
    with pytest.raises(BadInput) as error:
        find_workbooks([tmp_path / "notes.txt", tmp_path / "absent.xlsx"])
    assert len(error.value.issues) == 2
