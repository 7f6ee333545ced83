"""Several files of one school's return: of versions the last complete one counts, parts all count, and none goes
without a line."""

import os
from pathlib import Path

import pytest

from orchestration.landing.files import (
    LandedFile,
    find_files,
    find_unrecognised,
    part_named,
    school_of,
)
from orchestration.landing.returns import version_number

HEADINGS = ["Surname", "Forename", "Date of birth", "Postcode"]


def pupils(count, first=0):
    return [HEADINGS, *[["Prys", f"Nel{i}", "2014-09-03", "CF99 1AA"] for i in range(first, first + count)]]


@pytest.fixture
def load(con, landing):
    def run():
        report = landing.load("independent_schools")
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
        ("6816001", "6816001", 1),
        ("6816001.v2", "6816001", 2),
        ("6816001_v2", "6816001", 2),
        ("6816001 (2)", "6816001", 2),
        ("6816001v3", "6816001", 3),
        ("6816001 V12", "6816001", 12),
        ("6816001-version 2", "6816001", 2),
        ("6816001_fersiwn_2", "6816001", 2),
        ("Ysgol y Bont.v2", "Ysgol y Bont", 2),
        ("Ysgol y Bont - Copy", "Ysgol y Bont", 1),
        ("6816001_v2 (1)", "6816001", 1),
        ("Ysgol Elv2", "Ysgol Elv2", 1),
        ("6816002_batch2", "6816002_batch2", 1),
        ("v2", "v2", 2),
        ("Ysgol 2", "Ysgol 2", 1),
    ],
)
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
        "6816001.csv": "superseded",
        "6816001.v2.xlsx": "superseded",
        "6816001 (3).csv": "loaded",
        "6816002.csv": "loaded",
    }
    assert {f.school_key for f in files.values()} == {"6816001", "6816002"}
    first = files["6816001.csv"]
    assert (first.reason_code, first.rows_received) == ("other_version", 0)
    assert "6816001 (3).csv" in first.detail and "2 rows of this one" in first.detail and first.file_hash


def test_without_numbers_the_latest_counts_and_a_tie_goes_by_name(landing, load, make):
    for name, moment in (("a/pupils.csv", 300), ("a/roll.csv", 200), ("b.csv", 100), ("b.xlsx", 100)):
        # the same children each time, one more in each: the same bytes would be held as a copy
        content = pupils(2 + moment // 100 + len(name))
        path = landing.put(f"independent_schools/{name}", make.xlsx(content) if name.endswith("xlsx") else content)
        os.utime(path, (moment, moment))
    assert statuses(load()) == {
        "a/pupils.csv": "loaded",
        "a/roll.csv": "superseded",
        "b.csv": "superseded",
        "b.xlsx": "loaded",
    }


@pytest.mark.parametrize(
    ("last", "status", "reason"),
    [
        (b"PK\x03\x04 broken", "unreadable", "corrupt_file"),
        ([["Surname", "Forename"], ["Prys", "Nel"]], "held", "missing_column"),
        ([HEADINGS], "superseded", "other_version"),
        (
            "Surname,Forename,Date of birth,Postcode\nPrys,Non,2014-09-03,CF99 1AA\nPrys,Nel0,2014-09-03,CF99 1AA\n"
            "Prys,Nel1,2014",
            "superseded",
            "other_version",
        ),
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
    landing.put("independent_schools/6816001.v3.csv", pupils(4, first=50))
    files = load()
    assert statuses(files) == {"6816001.csv": "superseded", "6816001.v2.csv": "loaded", "6816001.v3.csv": "held"}
    assert files["6816001.v3.csv"].reason_code == "much_smaller_than_before"
    assert "60 rows came in independent_schools/6816001.v2.csv" in files["6816001.v3.csv"].detail


def test_where_none_is_complete_the_last_with_records_counts(landing, load):
    landing.put("independent_schools/6816001.csv", "Surname,Forename,Date of birth,Postcode\nPrys,Nel,2014")
    landing.put("independent_schools/6816001.v2.csv", [HEADINGS])
    assert statuses(load()) == {"6816001.csv": "loaded", "6816001.v2.csv": "superseded"}


def of_folder(files):
    return {name.removeprefix("6816001/"): (f.status, f.rows_received) for name, f in files.items()}


@pytest.mark.parametrize(
    ("stem", "part"),
    [
        ("Year 7", "7"),
        ("blwyddyn-7", "7"),
        ("Y10 pupils", "10"),
        ("Yr11", "11"),
        ("Dosbarth 3B", "3b"),
        ("3B", "3b"),
        ("part 1 of 2", "1"),
        ("rhan_2", "2"),
        ("2 o 3", "2"),
        ("Grŵp A", "a"),
        ("Derbyn", "derbyn"),
        ("year 7 (2)", "7"),
        ("Year Group 9", "9"),
        ("Sixth Form", "sixthform"),
        ("pupils", None),
        ("roll 2025", None),
        ("6816001", None),
        ("return.v2", None),
        ("Ysgol y Bont", None),
    ],
)
def test_which_part_a_name_says(stem, part):
    assert part_named(LandedFile(Path(), f"independent_schools/6816001/{stem}.xlsx")) == part


def test_a_file_for_each_year_group_counts_and_a_newer_one_replaces_its_own_year(landing, load, make):
    for moment, (name, content) in enumerate(
        {
            "Year 7.csv": pupils(30),
            "Year 8.xlsx": make.xlsx(pupils(40, first=30)),
            "Year 9.csv": pupils(4, first=70),
            "Year 7 (2).csv": pupils(31),
            "Oak.csv": pupils(5, first=80),
        }.items()
    ):
        os.utime(landing.put(f"independent_schools/6816001/{name}", content), (moment, moment))
    files = load()
    assert of_folder(files) == {
        "Year 7.csv": ("superseded", 0),
        "Year 7 (2).csv": ("loaded", 31),
        "Year 8.xlsx": ("loaded", 40),
        "Year 9.csv": ("loaded", 4),
        "Oak.csv": ("loaded", 5),
    }
    # a part of four pupils is far smaller than one of forty, and rightly so; the return is its parts together
    assert {f.rows_last_loaded for f in files.values()} == {80}
    assert "One of 4 files with different children" in files["6816001/Year 9.csv"].detail


def test_a_child_who_changed_class_does_not_make_parts_versions(landing, load):
    landing.put("independent_schools/6816001/3A.csv", pupils(10))
    landing.put("independent_schools/6816001/3B.csv", pupils(10, first=9))
    assert of_folder(load()) == {"3A.csv": ("loaded", 10), "3B.csv": ("loaded", 10)}


def test_a_whole_list_after_its_parts_replaces_them_and_before_them_keeps_its_place(landing, load):
    for moment, (name, content) in enumerate(
        {"7.csv": pupils(30), "8.csv": pupils(30, first=30), "all.csv": pupils(60)}.items()
    ):
        os.utime(landing.put(f"independent_schools/6816001/{name}", content), (moment, moment))
    assert of_folder(load()) == {"7.csv": ("superseded", 0), "8.csv": ("superseded", 0), "all.csv": ("loaded", 60)}
    os.utime(landing.root / "annual-2025/independent_schools/6816001/all.csv", (0, 0))
    landing.put("independent_schools/6816001/7.csv", pupils(25))
    landing.put("independent_schools/6816001/8.csv", pupils(25, first=30))
    files = load()
    assert of_folder(files)["all.csv"] == ("loaded", 60)
    assert {files[f"6816001/{n}.csv"].reason_code for n in (7, 8)} == {"much_smaller_than_before"}


@pytest.mark.parametrize(
    ("one", "other", "first", "reason"),
    [
        ("pupils", "roll", 7, "neither most nor next to none"),  # 3 of 10 in both
        ("Year 7", "Year 8", 2, "their names say parts"),
        ("roll", "roll.v2", 10, "their names say versions"),
    ],
)
def test_where_nobody_can_say_both_are_held_until_a_person_does(landing, load, one, other, first, reason):
    names = [f"independent_schools/6816001/{n}.csv" for n in (one, other)]
    landing.put(names[0], pupils(10))
    landing.put(names[1], pupils(10, first=first))
    files = load()
    assert statuses(files) == dict.fromkeys(files, "held") and {f.reason_code for f in files.values()} == {
        "parts_or_versions"
    }
    for file in files.values():
        assert reason in file.detail and f'[accept] files = ["{names[0]}", "{names[1]}"] in cycle.toml' in file.detail
        assert (
            file.detail.startswith(f"{file.source_file}: ")
            and "10 rows are not loaded" in file.detail
            and "Nel" not in file.detail
        )
    landing.settings(accept=names)
    assert of_folder(load()) == {f"{one}.csv": ("loaded", 10), f"{other}.csv": ("loaded", 10)}


def test_beside_a_far_larger_file_only_the_small_one_is_held(landing, load):
    landing.put("independent_schools/6816001.csv", pupils(60))
    landing.put("independent_schools/6816001.v2.csv", pupils(4, first=60))
    assert statuses(load()) == {"6816001.csv": "loaded", "6816001.v2.csv": "held"}


def test_parts_that_together_are_far_fewer_than_before_are_held(landing, load):
    landing.put("independent_schools/6816001/all.csv", pupils(100))
    load()
    (landing.root / "annual-2025/independent_schools/6816001/all.csv").unlink()
    landing.put("independent_schools/6816001/7.csv", pupils(30))
    landing.put("independent_schools/6816001/8.csv", pupils(19, first=30))
    files = load()
    assert {(f.status, f.reason_code, f.rows_last_loaded) for f in files.values()} == {
        ("held", "much_smaller_than_before", 100)
    }
    assert "the 2 parts of the return have together 49" in files["6816001/7.csv"].detail
    landing.put("independent_schools/6816001/8.csv", pupils(20, first=30))
    assert {f.status for f in load().values()} == {"loaded"}


def test_names_in_one_cell_or_two_and_in_any_order_are_the_same_children(landing, load):
    landing.put("independent_schools/6816001/a.csv", pupils(3))
    landing.put(
        "independent_schools/6816001/b.csv",
        [["Full name", "DOB", "Postcode"], *[[f"PRYS, nel{i}", "03/09/2014", "CF99 1AA"] for i in range(4)]],
    )
    assert of_folder(load()) == {"a.csv": ("superseded", 0), "b.csv": ("loaded", 4)}


def test_folders_that_are_no_school_are_reported(landing):
    for where in ("6816001/roll.csv", "archive/6816002.csv", "6816001/more/roll.csv"):
        landing.put(f"independent_schools/{where}", pupils(1))
    cycle_dir = landing.root / "annual-2025"
    assert [f.source_file for f in find_files(cycle_dir, "independent_schools")] == [
        "independent_schools/6816001/roll.csv"
    ]
    assert [f.source_file for f in find_unrecognised(cycle_dir)] == [
        "independent_schools/6816001/more/roll.csv",
        "independent_schools/archive/6816002.csv",
    ]
