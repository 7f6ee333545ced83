"""The template: read back without a map, its cells checked by Excel, the same bytes each time."""

import datetime as dt
import io

import openpyxl
import pytest

from orchestration.excel import template_words as words
from orchestration.excel import write_template
from orchestration.landing.contract import SOURCES
from orchestration.landing.contract.headings import match_headings
from orchestration.landing.readers import read_file

SCHOOL = SOURCES["independent_schools"]
PUPILS = [
    ["Llŷr-Môn", "Siân", dt.date(2014, 9, 3), "007", "Heol y Bryn", "Y Bont", "CF99 1AA", "A681600120001", "Na", "Yes"],
    ["O'Dwr", "Tomos", dt.date(2012, 1, 31), "1-2", "Clos", "Y Bont", "CF99 1AB", None, "Ie", "No"],
]


@pytest.fixture
def path(tmp_path):
    return write_template(tmp_path / "out" / "6816001.xlsx", school_number="6816001", cycle="annual-2025")


@pytest.fixture
def sheet(path):
    return openpyxl.load_workbook(path)[words.PUPILS_SHEET]


def checks(sheet):
    """Validations by the column they are on."""
    return {str(v.sqref).split(":")[0].rstrip("0123456789"): v for v in sheet.data_validations.dataValidation}


def column_of(name):
    return "ABCDEFGHIJ"[[f.column for f in words.FIELDS].index(name)]


def test_every_heading_is_understood_as_it_is():
    match = match_headings(SCHOOL, [f.heading for f in words.FIELDS])
    assert list(match.columns) == [f.column for f in words.FIELDS]
    assert not match.missing and not match.not_stored
    assert {f.column for f in words.FIELDS if f.is_required} == {"surname", "forename", "dob", "postcode"}


def test_a_filled_template_comes_back_whole(path):
    book = openpyxl.load_workbook(path)
    for row in PUPILS:
        book[words.PUPILS_SHEET].append(row)
    filled = io.BytesIO()
    book.save(filled)
    reading = read_file("6816001.xlsx", filled.getvalue(), SCHOOL)
    assert reading.numbers == [2, 3] and reading.issues == [None, None] and reading.notes == ()
    got = [[row[reading.match.columns[f.column]] for f in words.FIELDS] for row in reading.records]
    expected = [[v.isoformat() if isinstance(v, dt.date) else v or "" for v in row] for row in PUPILS]
    assert got == expected


def test_an_empty_template_has_no_record(path):
    reading = read_file("6816001.xlsx", path.read_bytes(), SCHOOL)
    assert reading.records == [] and reading.match.is_complete


def test_the_sheet_is_bilingual_frozen_and_checked(sheet):
    assert sheet.freeze_panes == "A2"
    assert all(f.heading.count(" / ") == 1 for f in words.FIELDS)
    found = checks(sheet)
    assert {c: v.type for c, v in found.items()} == {
        column_of("dob"): "date",
        column_of("postcode"): "custom",
        column_of("upn"): "custom",
        column_of("placed_by_la"): "list",
        column_of("boarder"): "list",
    }
    date = found[column_of("dob")]
    assert (date.operator, date.formula1, date.formula2, date.errorStyle) == (
        "between",
        "DATE(2000,1,1)",
        "TODAY()",
        "stop",
    )
    assert found[column_of("boarder")].formula1 == '"Ie,Na,Yes,No"'
    assert sheet.column_dimensions[column_of("dob")].number_format == "dd/mm/yyyy"
    assert sheet.column_dimensions[column_of("house")].number_format == "@"


def test_what_excel_allows_in_a_check(sheet):
    for column, check in checks(sheet).items():
        for formula in filter(None, (check.formula1, check.formula2)):
            assert len(formula) <= 255 and "{" not in formula and formula.count("(") == formula.count(")")
            if check.type == "custom":
                assert f"{column}2" in formula  # relative to the first cell of the range
        assert len(check.errorTitle) <= 32 and len(check.promptTitle) <= 32
        assert len(check.error) <= 255 and len(check.prompt) <= 255
        assert check.allow_blank


def test_instructions_come_first_in_welsh_first_and_name_no_heading_row(path):
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [words.INSTRUCTIONS_SHEET, words.PUPILS_SHEET]
    rows = [[str(c or "") for c in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows[0] == list(words.INSTRUCTIONS[0]) and "ffurflen" in rows[0][0]
    assert ["Rhif yr ysgol / School number", "6816001"] in rows and ["Cylch / Cycle", "annual-2025"] in rows
    assert all(len(match_headings(SCHOOL, row).columns) < 2 for row in rows)


def test_a_template_for_any_school_and_the_same_bytes_each_time(tmp_path):
    first = write_template(tmp_path / "a.xlsx", school_number=None, cycle="annual-2025").read_bytes()
    assert first == write_template(tmp_path / "b.xlsx", school_number=None, cycle="annual-2025").read_bytes()
    assert first != write_template(tmp_path / "c.xlsx", school_number="6816001", cycle="annual-2025").read_bytes()


@pytest.mark.parametrize("answer", words.YES_NO_VALUES)
def test_staging_understands_the_answers(answer):
    import csv

    from orchestration.paths import DBT_PROJECT_DIR

    with (DBT_PROJECT_DIR / "seeds" / "code_variants.csv").open(encoding="utf-8") as handle:
        known = {row["variant_key"]: row["code"] for row in csv.DictReader(handle) if row["field"] == "yes_no"}
    assert known[answer.casefold()] == ("yes" if answer in ("Ie", "Yes") else "no")
