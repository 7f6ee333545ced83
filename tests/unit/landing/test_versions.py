"""Several versions of one school's return: the last complete one counts, and none goes without a line."""

import os
from pathlib import Path

import pytest

from orchestration.landing import load_source
from orchestration.landing.files import LandedFile, find_files, find_unrecognised, school_of
from orchestration.landing.versions import version_number

HEADINGS = ["Surname", "Forename", "Date of birth", "Postcode"]


def pupils(count, first=0):
    return [HEADINGS, *[["Prys", f"Nel{i}", "2014-09-03", "CF99 1AA"] for i in range(first, first + count)]]


@pytest.fixture
def load(con, landing):
    import datetime as dt

    def run():
        report = load_source(
            con, landing_dir=landing.root, cycle=landing.cycle, source="independent_schools",
            now=dt.datetime(2025, 5, 21, tzinfo=dt.UTC),
        )  # fmt: skip
        stored = con.sql("select source_file, count(*) from raw.independent_schools group by all").fetchall()
        assert dict(stored) == {f.source_file: f.rows_received for f in report.files if f.rows_received}
        lines = con.sql("select count(*) from raw.files where source = 'independent_schools'").fetchall()
        assert lines == [(len(report.files),)]
        return {f.source_file.removeprefix("independent_schools/"): f for f in report.files}

    return run


def statuses(files):
    return {name: f.status for name, f in files.items()}


@pytest.mark.parametrize(
    ("stem", "school", "version"),
    [
        ("6816001", "6816001", 1), ("6816001.v2", "6816001", 2), ("6816001_v2", "6816001", 2), ("6816001 (2)", "6816001", 2),
        ("6816001v3", "6816001", 3), ("6816001 V12", "6816001", 12), ("6816001-version 2", "6816001", 2), ("6816001_fersiwn_2", "6816001", 2),
        ("Ysgol y Bont.v2", "Ysgol y Bont", 2), ("Ysgol y Bont - Copy", "Ysgol y Bont", 1), ("6816001_v2 (1)", "6816001", 1),
        ("Ysgol Elv2", "Ysgol Elv2", 1), ("6816002_batch2", "6816002_batch2", 1), ("v2", "v2", 2), ("Ysgol 2", "Ysgol 2", 1),
    ],
)  # fmt: skip
def test_what_a_name_says(stem, school, version):
    assert school_of(stem) == school
    assert version_number(LandedFile(Path(), f"independent_schools/{stem}.xlsx")) == version


def test_the_highest_number_counts_whenever_it_came(landing, load, make):
    old = landing.put("independent_schools/6816001.v2.xlsx", make.xlsx(pupils(3)))
    os.utime(old, (1, 1))
    landing.put("independent_schools/6816001.csv", pupils(2))
    landing.put("independent_schools/6816001 (3).csv", pupils(4))
    landing.put("independent_schools/6816002.csv", pupils(1))
    files = load()
    assert statuses(files) == {
        "6816001.csv": "superseded", "6816001.v2.xlsx": "superseded", "6816001 (3).csv": "loaded", "6816002.csv": "loaded",
    }  # fmt: skip
    assert {f.school_key for f in files.values()} == {"6816001", "6816002"}
    told = files["6816001.csv"]
    assert (told.reason_code, told.rows_received) == ("other_version", 0)
    assert "6816001 (3).csv" in told.detail and "2 rows of this one" in told.detail and told.file_hash


def test_without_numbers_the_latest_counts_and_a_tie_goes_by_name(landing, load, make):
    for name, moment in (("a/pupils.csv", 300), ("a/roll.csv", 200), ("b.csv", 100), ("b.xlsx", 100)):
        content = pupils(2, first=moment + len(name))
        path = landing.put(f"independent_schools/{name}", make.xlsx(content) if name.endswith("xlsx") else content)
        os.utime(path, (moment, moment))
    assert statuses(load()) == {"a/pupils.csv": "loaded", "a/roll.csv": "superseded", "b.csv": "superseded", "b.xlsx": "loaded"}


@pytest.mark.parametrize(
    ("last", "status", "reason"),
    [
        (b"PK\x03\x04 broken", "unreadable", "corrupt_file"),
        ([["Surname", "Forename"], ["Prys", "Nel"]], "held", "missing_column"),
        ([HEADINGS], "superseded", "other_version"),
        ("Surname,Forename,Date of birth,Postcode\nPrys,Non,2014-09-03,CF99 1AA\nPrys,Nel,2014", "superseded", "other_version"),
    ],
)
def test_a_version_that_is_not_complete_leaves_its_place_to_the_one_before(landing, load, last, status, reason):
    landing.put("independent_schools/6816001.csv", pupils(2))
    landing.put("independent_schools/6816001_v2.csv", pupils(3))
    landing.put("independent_schools/6816001_v3.csv", last)
    files = load()
    assert statuses(files) == {"6816001.csv": "superseded", "6816001_v2.csv": "loaded", "6816001_v3.csv": status}
    assert files["6816001_v3.csv"].reason_code == reason


def test_two_partial_versions_and_a_complete_one(landing, load):
    landing.put("independent_schools/6816001.csv", pupils(5))
    landing.put("independent_schools/6816001.v2.csv", pupils(60))
    landing.put("independent_schools/6816001.v3.csv", pupils(4, first=60))
    files = load()
    assert statuses(files) == {"6816001.csv": "superseded", "6816001.v2.csv": "loaded", "6816001.v3.csv": "held"}
    assert files["6816001.v3.csv"].reason_code == "much_smaller_than_before"
    assert "60 rows came in independent_schools/6816001.v2.csv" in files["6816001.v3.csv"].detail


def test_where_none_is_complete_the_last_with_records_counts(landing, load):
    landing.put("independent_schools/6816001.csv", "Surname,Forename,Date of birth,Postcode\nPrys,Nel,2014")
    landing.put("independent_schools/6816001.v2.csv", [HEADINGS])
    assert statuses(load()) == {"6816001.csv": "loaded", "6816001.v2.csv": "superseded"}


def test_folders_that_are_no_school_are_told(landing):
    for where in ("6816001/roll.csv", "archive/6816002.csv", "6816001/more/roll.csv"):
        landing.put(f"independent_schools/{where}", pupils(1))
    cycle_dir = landing.root / "annual-2025"
    assert [f.source_file for f in find_files(cycle_dir, "independent_schools")] == ["independent_schools/6816001/roll.csv"]
    assert [f.source_file for f in find_unrecognised(cycle_dir)] == [
        "independent_schools/6816001/more/roll.csv", "independent_schools/archive/6816002.csv",
    ]  # fmt: skip
