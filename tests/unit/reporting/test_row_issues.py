"""Each rule of row_rules.toml finds a row that has its issue, and no sound row."""

import datetime as dt
import re

import pytest
import yaml

from orchestration.errors import BadInput
from orchestration.landing.contract.rules import row_rules
from orchestration.paths import DBT_PROJECT_DIR
from orchestration.quality import row_issues
from orchestration.quality.row_issues import find_row_issues, returns_received

CASES = {
    "row_cut_short": {
        "row_fault": "truncated",
        "date_of_birth": None,
        "date_of_birth_fault": "missing",
        "postcode": None,
        "postcode_fault": "missing",
    },
    "row_too_few_fields": {"row_fault": "too_few_fields"},
    "row_too_many_fields": {"row_fault": "too_many_fields"},
    "row_unreadable": {"row_fault": "unreadable_row"},
    "no_name": {"surname_key": None, "forename_key": None},
    "no_surname": {"surname_key": None},
    "no_forename": {"forename_key": None},
    "missing_date": {"date_of_birth": None, "date_of_birth_fault": "missing"},
    "unreadable_date": {"date_of_birth": None, "date_of_birth_fault": "unreadable"},
    "impossible_date": {"date_of_birth": None, "date_of_birth_fault": "impossible"},
    "first_of_january": {"date_of_birth": dt.date(2012, 1, 1)},
    "age_out_of_range": {"date_of_birth": dt.date(2023, 4, 9)},
    "missing_postcode": {"postcode": None, "postcode_fault": "missing"},
    "unreadable_postcode": {"postcode": None, "postcode_fault": "unreadable"},
    "unknown_postcode": {"postcode_fault": "unknown"},
    "placeholder_postcode": {"postcode_fault": "placeholder"},
    "bad_upn": {"upn": "A1", "upn_is_valid": False},
}


@pytest.mark.parametrize("code", CASES)
@pytest.mark.parametrize("source", ["nhs", "independent_schools"])
def test_a_row_with_one_fault_meets_one_rule(warehouse, source, code):
    warehouse.file(f"{source}/a.csv", [{}, dict(CASES[code]), {}])
    assert [(f.source_row, f.code) for f in find_row_issues(warehouse.con, source)] == [(3, code)]


def test_every_rule_has_a_case():
    assert set(row_rules()) - set(CASES) == {"day_month_could_be_swapped", "same_child_twice"}


@pytest.mark.parametrize(
    ("born", "is_flagged"),
    [
        (dt.date(2023, 4, 8), False),
        (dt.date(2023, 4, 9), True),
        (dt.date(2005, 4, 9), False),
        (dt.date(2005, 4, 8), True),
    ],
)
def test_the_ages_asked_about(warehouse, born, is_flagged):
    warehouse.file("nhs/a.csv", [{"date_of_birth": born}])
    assert [f.code for f in find_row_issues(warehouse.con, "nhs")] == (["age_out_of_range"] if is_flagged else [])


def test_the_same_child_twice_in_one_file(warehouse):
    twin = {"forename_key": "zinedda"}
    warehouse.file("nhs/a.csv", [dict(twin), {}, dict(twin), {**twin, "postcode": "LD99 1AB"}])
    warehouse.file("nhs/b.csv", [dict(twin)])
    assert [(f.source_file, f.source_row, f.code) for f in find_row_issues(warehouse.con, "nhs")] == [
        ("nhs/a.csv", 2, "same_child_twice"),
        ("nhs/a.csv", 4, "same_child_twice"),
    ]


def month_first(given, **row):
    return {"given": given, **row}


def test_day_and_month_are_ambiguous_only_in_a_file_that_writes_the_month_first(warehouse):
    impossible = {"date_of_birth": None, "date_of_birth_fault": "impossible"}
    ambiguous = [
        month_first(g) for g in ("03/09/2014", "3.9.14", "09/09/2014", "25/09/2014", "2014-09-03", None, "3 Sep 2014")
    ]
    warehouse.file("nhs/us.csv", [month_first("09/25/2014", **impossible), *[dict(d) for d in ambiguous]])
    warehouse.file("nhs/uk.csv", ambiguous)
    warehouse.file(
        "nhs/slip.csv", [month_first("03/13/2014", **impossible), *[month_first("03/09/2014") for _ in range(9)]]
    )
    met = [
        (f.source_file, f.source_row)
        for f in find_row_issues(warehouse.con, "nhs")
        if f.code == "day_month_could_be_swapped"
    ]
    assert met == [("nhs/us.csv", 3), ("nhs/us.csv", 4)]


def test_usable_and_queried_rows(warehouse):
    warehouse.file(
        "nhs/a.csv",
        [{}, {"surname_key": None, "forename_key": None, "upn_is_valid": False}, {"postcode_fault": "unknown"}],
    )
    (received,) = returns_received(warehouse.con, cycle="annual-2025")
    assert (received.rows_received, received.rows_usable, received.rows_queried) == (3, 2, 2)


def test_only_the_current_cycle(warehouse):
    with pytest.raises(BadInput, match="annual-2025"):
        returns_received(warehouse.con, cycle="annual-2024")


def test_late_by_the_day_in_wales(warehouse):
    for name, moment in (("a", dt.datetime(2025, 5, 20, 22, 59)), ("b", dt.datetime(2025, 5, 20, 23, 0))):
        warehouse.file(f"independent_schools/{name}.csv", [{}], received=moment)
    warehouse.file("nhs/c.csv", [{}])
    received = returns_received(warehouse.con, cycle="annual-2025")
    assert [(r.received_on, r.is_late) for r in received] == [
        ("20/05/2025", False),
        ("21/05/2025", True),
        ("01/05/2025", None),
    ]


def test_without_staging_files_are_still_answered(warehouse):
    warehouse.file("nhs/a.csv", [{}])
    warehouse.con.execute("drop schema staging cascade")
    (received,) = returns_received(warehouse.con, cycle="annual-2025")
    assert (received.rows_received, received.issues) == (1, ())


@pytest.mark.parametrize("source", list(row_issues.DATE_COLUMNS))
def test_the_staging_models_have_the_columns_that_are_read(source):
    path = DBT_PROJECT_DIR / "models" / "staging" / source / f"stg_{source}.yml"
    there = {c["name"] for c in yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]["columns"]}
    assert set(re.findall(r"staged\.(\w+)", row_issues._CHECKED_ROWS)) <= there
