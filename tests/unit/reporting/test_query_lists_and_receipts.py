"""What is sent out: every issue once, in both languages, and nothing that a family would recognise."""

import datetime as dt

import openpyxl
import pytest

from orchestration.excel import write_query_lists
from orchestration.landing.contract.rules import file_rules, row_rules
from orchestration.reporting import write_receipts

CYCLE = "annual-2025"
SCHOOLS = "independent_schools"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "returns"


@pytest.fixture
def filled(warehouse):
    warehouse.file(
        f"{SCHOOLS}/6816001.xlsx",
        [{}, {"surname_key": None, "forename_key": None}, {"postcode_fault": "unknown", "upn_is_valid": False}],
    )
    warehouse.file(f"{SCHOOLS}/6816002.csv", [{}, {}])
    warehouse.file(f"{SCHOOLS}/6816003.csv", status="held", reason="much_smaller_than_before")
    warehouse.file(f"{SCHOOLS}/6816004.csv", status="superseded", reason="other_version")
    warehouse.file(f"{SCHOOLS}/6816004.v2.csv", [{}])
    warehouse.file(f"{SCHOOLS}/6816005", status="not_received")
    warehouse.file("nhs/W06000015.csv", [{"date_of_birth": dt.date(2014, 1, 1)}])
    return warehouse


def rows_of(path, sheet=0):
    return [list(r) for r in openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)]


def everything_in(path):
    book = openpyxl.load_workbook(path)
    return "\n".join(str(c) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for c in row)


def test_one_workbook_for_each_sender_with_something_to_mend(filled, out):
    written = write_query_lists(filled.con, out, cycle=CYCLE)
    assert [p.relative_to(out / CYCLE / "queries").as_posix() for p in written] == [
        f"{SCHOOLS}/6816001.xlsx",
        f"{SCHOOLS}/6816003.xlsx",
        "nhs/W06000015.xlsx",
    ]


def test_a_query_says_where_what_and_what_to_send_in_both_languages(filled, out):
    school, held, _ = write_query_lists(filled.con, out, cycle=CYCLE)
    lines = rows_of(school)[1:]
    assert [line[:2] for line in lines] == [[f"{SCHOOLS}/6816001.xlsx", n] for n in (3, 4, 4)]
    rule = row_rules()["no_name"]
    assert lines[0][2:] == [
        "cyfenw, enw cyntaf / surname, forename",
        "Ni ellir ei defnyddio / Cannot be used",
        rule.wording_cy,
        rule.send_cy,
        rule.wording_en,
        rule.send_en,
    ]
    assert [line[2] for line in lines[1:]] == ["cod post / postcode", "UPN"]
    assert rows_of(school, 1)[1] == [f"{SCHOOLS}/6816001.xlsx", 3, 2, 2]
    assert rows_of(held)[1][1:3] == [None, "ffeil / file"]
    assert rows_of(held)[1][6] == file_rules()["much_smaller_than_before"].wording_en


def test_several_files_of_one_school_are_in_one_list(warehouse, out):
    warehouse.file(f"{SCHOOLS}/6816001.csv", status="unreadable", reason="corrupt_file")
    warehouse.file(f"{SCHOOLS}/6816001.v2.csv", [{"postcode_fault": "unknown"}])
    warehouse.con.execute("update raw.files set school_key = '6816001'")
    (path,) = write_query_lists(warehouse.con, out, cycle=CYCLE)
    assert [line[0] for line in rows_of(path)[1:]] == [f"{SCHOOLS}/6816001.csv", f"{SCHOOLS}/6816001.v2.csv"]


def test_receipts_of_all_that_came(filled, out):
    written = {p.name: p.read_text(encoding="utf-8") for p in write_receipts(filled.con, out, cycle=CYCLE)}
    assert sorted(written) == [
        "6816001.xlsx.txt",
        "6816002.csv.txt",
        "6816003.csv.txt",
        "6816004.csv.txt",
        "6816004.v2.csv.txt",
        "W06000015.csv.txt",
    ]
    first = written["6816001.xlsx.txt"]
    assert first.startswith("DERBYNNEB") and first.index("DERBYNNEB") < first.index("RECEIPT")
    for line in (
        "Rhesi a dderbyniwyd: 3",
        "Rows received: 3",
        "Rows that can be used: 2",
        "Rows to be queried: 2",
        "Received on: 01/05/2025, by the deadline",
    ):
        assert line in first.splitlines()
    assert "list sent" in first and "list sent" not in written["6816002.csv.txt"]
    held = written["6816003.csv.txt"]
    assert f"Not loaded: {file_rules()['much_smaller_than_before'].wording_en}" in held and "Rows received" not in held


def test_nothing_that_goes_out_holds_a_value(filled, out, canaries):
    lists = [everything_in(p) for p in write_query_lists(filled.con, out, cycle=CYCLE)]
    receipts = [p.read_text(encoding="utf-8") for p in write_receipts(filled.con, out, cycle=CYCLE)]
    values = [c for c in canaries if c != "2014"]  # the wording of a rule gives 03/09/2014 as an example of the form
    for text in (*lists, *receipts):
        assert not [v for v in values if v.casefold() in text.casefold()]


def test_what_is_no_longer_needed_goes_and_what_is_not_ours_stays(filled, out):
    before = write_query_lists(filled.con, out, cycle=CYCLE)
    note = out / CYCLE / "queries" / "note.txt"
    note.write_text("kept")
    filled.con.execute("update staging.stg_nhs set date_of_birth = date '2014-09-03'")
    filled.con.execute("delete from raw.files where status = 'held'")
    after = write_query_lists(filled.con, out, cycle=CYCLE)
    assert after == before[:1] and [p.exists() for p in before] == [True, False, False] and note.exists()
    receipts = write_receipts(filled.con, out, cycle=CYCLE)
    filled.con.execute("delete from raw.files where source = 'nhs'")
    assert set(receipts) - set(write_receipts(filled.con, out, cycle=CYCLE)) == {p for p in receipts if not p.exists()}


def test_the_same_twice_is_the_same_bytes(filled, out):
    first = {
        p: p.read_bytes()
        for p in [*write_query_lists(filled.con, out, cycle=CYCLE), *write_receipts(filled.con, out, cycle=CYCLE)]
    }
    again = [*write_query_lists(filled.con, out, cycle=CYCLE), *write_receipts(filled.con, out, cycle=CYCLE)]
    assert first == {p: p.read_bytes() for p in again}
