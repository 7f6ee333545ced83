"""What an officer finds on a work list, who may read it, and what is not on it."""

import datetime as dt
import stat
import zipfile

import pytest

from orchestration.decisions.load import PAIR_DECISIONS, REGISTER_DECISIONS
from orchestration.excel.work_lists import build_rows, words, write_work_lists
from orchestration.excel.work_lists import write as write_module
from orchestration.excel.work_lists.draw_sheet import DIFFERS
from orchestration.excel.work_lists.sheets import POTENTIAL, REGISTER, REVIEW, SHEETS
from orchestration.excel.work_lists.words import KEPT_APART
from orchestration.linkage.decide.reasons import Review
from tests.unit.excel.work_lists.conftest import BORN, CARDIFF, CYCLE, POWYS

HOME = "7 Llwybr Cudd"


def everything(folder):
    """All text of all parts of all workbooks below the folder."""
    parts = []
    for path in folder.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            parts += [archive.read(name).decode() for name in archive.namelist()]
    assert parts
    return "\n".join(parts)


def test_a_child_has_a_row_with_what_an_officer_needs(warehouse, lists):
    warehouse.put("staging.stg_schools", school_number="6814000", name="Ysgol y Bryn")
    leaver = warehouse.record(
        "plasc",
        "Gwernfab",
        "Zinedda",
        school_number="6814000",
        leaving_date=dt.date(2025, 2, 1),
        leaving_reason="Moved",
    )
    child = warehouse.child(
        reason="left_roll", priority=1, address=HOME, evidence={"leaver_record_id": leaver}, former_surname="Aberfab"
    )
    (row,) = lists().rows(POTENTIAL)
    assert (row["child_id"], row["cycle"], row["priority"], row["surname"], row["forenames"]) == (
        child,
        CYCLE,
        1,
        "Gwernfab",
        "Zinedda",
    )
    assert (row["date_of_birth"], row["age"], row["school_year"]) == (dt.datetime.combine(BORN, dt.time()), 10, 5)
    assert (row["address"], row["postcode"]) == (HOME, "LD99 1AA")
    assert "Left a school roll with no known destination" in row["reason"]
    assert "Ask the last school" in row["step"]
    assert "Ysgol y Bryn, 01/02/2025, Moved" in row["known"]
    assert "Aberfab" in row["known"]
    assert "row 3" in row["source"]


def test_an_authority_sees_its_own_children_and_those_to_ask_about_first_stand_first(warehouse, lists):
    later, first, other = warehouse.child(priority=3), warehouse.child(priority=1), warehouse.child(la=POWYS)
    decided = warehouse.child(priority=1)
    warehouse.put(
        "raw.register_decisions",
        cycle=CYCLE,
        child_id=decided,
        decision="not_cme",
        decided_date=dt.date(2025, 5, 1),
        source_row=2,
    )
    book = lists()
    assert [row["child_id"] for row in book.rows(POTENTIAL)] == [first, later, decided]
    assert "Not CME" in book.rows(POTENTIAL)[2]["earlier"]
    assert [row["child_id"] for row in lists("W06000023 Powys").rows(POTENTIAL)] == [other]


def test_a_pair_stands_side_by_side_and_what_differs_is_marked(warehouse, lists):
    left, right = warehouse.pair()
    book = lists()
    (row,) = book.rows(REVIEW)
    assert (row["left_record_id"], row["right_record_id"]) == (left, right)
    assert (row["forenames_1"], row["forenames_2"]) == ("Zinedda", "Zineddo")
    assert "They may be twins" in row["reason"]
    assert row["evidence_en"] == "(−−) forename en\n(++) surname en\n(0) place en"
    marked = {c.key for c in REVIEW.columns if book.cell(REVIEW, 2, c.key).fill.fgColor.rgb == DIFFERS.fgColor.rgb}
    assert marked == {"forenames_1", "forenames_2"}


def test_forenames_on_one_side_only_are_marked(warehouse, lists):
    warehouse.pair(right=("Gwernfab", None))
    book = lists()
    assert book.rows(REVIEW)[0]["forenames_2"] is None
    assert book.cell(REVIEW, 2, "forenames_1").fill.fgColor.rgb == DIFFERS.fgColor.rgb


def test_only_another_candidate_worth_a_look_is_named(warehouse, lists):
    left, _ = warehouse.pair()
    for name, probability in (("Rivalgerallt", 0.4), ("Farfetchedgerallt", 0.001)):
        other = warehouse.record("plasc", name, "Zia")
        warehouse.put(
            "linkage.candidates",
            left_id=left,
            right_id=other,
            person_id=other,
            match_weight=1.0,
            match_probability=probability,
        )
        warehouse.put("intermediate.int_linkage_right", record_id=other, kind="plasc")
    (row,) = lists().rows(REVIEW)
    assert "Rivalgerallt" in row["others"]
    assert "Farfetchedgerallt" not in row["others"]


def test_the_register_says_where_to_answer(warehouse, lists):
    child = warehouse.child()
    warehouse.case(child, case_ref="A")
    warehouse.case("child-0000000000000000", case_ref="B")
    warehouse.case(case_ref="C", closure_proposed=True)
    warehouse.case(case_ref="D", status="closed")
    found = {row["case_ref"]: row["where_to_answer"].split(" / ")[1] for row in lists().rows(REGISTER)}
    assert found == {"C": "In your case system", "A": "Sheet Potential CME", "B": "Here"}


def test_answers_can_be_given_and_nothing_else_changed(warehouse, lists):
    warehouse.child()
    warehouse.pair()
    warehouse.case()
    book = lists()
    for sheet in SHEETS:
        page = book.sheet(sheet)
        assert page.protection.sheet
        for number, column in enumerate(sheet.columns, start=1):
            letter = page.cell(1, number).column_letter
            assert page.column_dimensions[letter].protection.locked is not column.is_answer, column.heading
            assert page.cell(2, number).value is None or page.cell(2, number).protection.locked
        chosen = {c.key for c in sheet.columns if c.options}
        assert len(page.data_validations.dataValidation) == len(chosen) + 1  # and the date


@pytest.mark.parametrize("name", ["=1+1", "+44", "-5", "@sum", "#N/A", "\x0bGwern"])
def test_a_value_is_never_a_formula(warehouse, lists, name):
    warehouse.child(surname=name, address='=HYPERLINK("x")')
    book = lists()
    for key, value in (("surname", name.strip("\x0b")), ("address", '=HYPERLINK("x")')):
        cell = book.cell(POTENTIAL, 2, key)
        assert (cell.data_type, cell.value, cell.number_format) == ("s", value, "@")


def test_only_the_owner_may_read(warehouse, lists):
    warehouse.child()
    path = lists().path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_no_child_of_the_suppressions_is_shown_nor_the_home_of_a_shielded_one(warehouse, lists, tmp_path):
    """Neither in a pair, nor as evidence, nor as another candidate; nor the address through a brother."""
    hidden = warehouse.record(
        "plasc", "Cuddfab", "Cêl", address=HOME, address_key="7cudd", postcode="LD99 9ZZ", school_number="6814000"
    )
    warehouse.put("intermediate.int_suppression_reach", record_id=hidden, reason="shielded", verdict="suppressed")
    brother = warehouse.child(
        "Cuddfab", "Brawd", address=f"{HOME}, Cudd", postcode="LD99 9ZZ", evidence={"leaver_record_id": hidden}
    )
    lodger = warehouse.child("Lletyfab", "Lodger", address=HOME, address_key="7cudd", postcode="LD99 9ZZ")
    neighbour = warehouse.child("Drwsnesaf", "Cymydog", postcode="LD99 9ZZ")
    warehouse.pair(right=("Cuddfab", "Cêl"))
    warehouse.con.execute(
        "insert into intermediate.int_suppression_reach select right_id, 'died', 'held' from linkage.links"
    )
    left, _ = warehouse.pair(("Arallfab", "Un"), ("Arallfab", "Dau"))
    warehouse.put(
        "linkage.candidates", left_id=left, right_id=hidden, person_id=hidden, match_weight=1.0, match_probability=0.5
    )
    warehouse.put("intermediate.int_linkage_right", record_id=hidden, kind="plasc")
    warehouse.case("child-1", surname="Cuddfab", forenames="Chwaer", address=HOME, postcode="LD99 9ZZ")
    warehouse.case("child-2", is_withheld=True, surname=None, forenames=None, date_of_birth=None)
    warehouse.put("marts.restricted_queue", cycle=CYCLE, la_code=CARDIFF, record_id=hidden)
    book = lists()
    listed = {row["child_id"]: row["address"] for row in book.rows(POTENTIAL)}
    assert listed == {brother: KEPT_APART, lodger: KEPT_APART, neighbour: "1 Stryd Arall"}
    assert [row["left_record_id"] for row in book.rows(REVIEW)] == [left]
    text = everything(tmp_path)
    assert HOME not in text
    assert "Cêl" not in text
    assert [row["surname"] for row in book.rows(REGISTER)] == ["Cuddfab", KEPT_APART]
    assert [
        line[2].value
        for line in book.book.worksheets[0].iter_rows()
        if line[1].value == "Children kept apart: ask the data team"
    ] == [1]


@pytest.mark.parametrize(
    ("listed", "on_the_register"),
    [
        ("sorenfab", "Sørenfab"),
        ("lukfab", "ŁUKFAB"),
        ("dordefab", "Đorđefab"),
        ("weissfab", "Weißfab"),
        ("aesfab", "Æsfab"),
        ("oneillfab", "O’Néill-Fab"),
    ],
)
def test_the_home_of_a_shielded_child_is_not_on_the_register_however_the_surname_is_spelled(
    warehouse, lists, tmp_path, listed, on_the_register
):
    """The entry of the suppressions is folded by staging, the case's surname by the query: by one rule, or it leaks."""
    warehouse.put("staging.stg_suppressions", surname_key=listed, postcode="LD99 9ZZ", reason="shielded")
    warehouse.case("child-1", surname=on_the_register, address=HOME, postcode="LD99 9ZZ")
    (row,) = lists().rows(REGISTER)
    assert (row["surname"], row["address"]) == (on_the_register, KEPT_APART)
    assert HOME not in everything(tmp_path)


def test_the_same_warehouse_gives_the_same_bytes(warehouse, lists):
    warehouse.child()
    warehouse.pair()
    path = lists().path
    before = path.read_bytes()
    assert lists().path.read_bytes() == before


def test_a_run_replaces_all_but_what_somebody_worked_on(warehouse, lists, tmp_path):
    warehouse.child()
    lists()
    book = lists()
    stray = book.path.with_name("W06000001 Isle of Anglesey.xlsx")
    stray.write_bytes(book.path.read_bytes())
    book.fill(POTENTIAL, 2, note="asked")
    book.save()
    book.path.with_name("~$W06000015 Cardiff.xlsx").touch()
    written = write_work_lists(warehouse.con, tmp_path / "work_lists", cycle=CYCLE)
    assert written.kept == 1
    assert not stray.exists()
    kept = list((book.path.parent / "worked on").iterdir())
    assert [p.name.startswith("W06000015 Cardiff 20") for p in kept] == [True]
    assert write_work_lists(warehouse.con, tmp_path / "work_lists", cycle=CYCLE).kept == 0
    assert list((book.path.parent / "worked on").iterdir()) == kept


def test_what_fails_midway_leaves_the_lists_as_they_were(warehouse, lists, monkeypatch):
    warehouse.child()
    book = lists()
    before = book.path.read_bytes()
    monkeypatch.setattr(write_module, "keep_worked_on", lambda *folders: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lists()
    assert book.path.read_bytes() == before
    assert [p.name for p in book.path.parent.parent.iterdir()] == [CYCLE]


@pytest.mark.parametrize(
    ("born", "age", "year"),
    [
        (dt.date(2014, 9, 1), 10, 5),
        (dt.date(2014, 8, 31), 10, 6),
        (dt.date(2020, 4, 30), 5, 0),
        (dt.date(2008, 9, 1), 16, 11),
        (None, None, None),
    ],
)
def test_age_and_school_year(born, age, year):
    on = dt.date(2025, 4, 30)
    assert (build_rows.age(born, on), build_rows.school_year(born, on)) == (age, year)


def test_there_are_words_for_all_that_can_be_decided_and_for_each_reason(warehouse):
    assert set(words.REVIEW_REASONS) == set(Review)
    assert set(words.REGISTER_DECISIONS.values()) == set(REGISTER_DECISIONS)
    assert set(words.PAIR_ANSWERS.values()) - {words.UNSURE} == set(PAIR_DECISIONS)
    reasons = {code for (code,) in warehouse.con.execute("select closure_reason from seeds.closure_reasons").fetchall()}
    assert set(words.CLOSURE_REASONS) < reasons
