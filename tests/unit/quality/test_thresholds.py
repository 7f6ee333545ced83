"""What people write in thresholds.toml: whose threshold wins, and every issue of both files at once."""

from __future__ import annotations

import pytest

from orchestration.errors import BadInput
from orchestration.landing.files import THRESHOLDS_FILE, find_unrecognised
from orchestration.quality.thresholds import read_thresholds

FIRST, SECOND = "W06000015", "W06000021"


@pytest.fixture
def written(tmp_path):
    """Reads the two files: for every cycle, and for the cycle."""

    def read(reference="", cycle=""):
        folders = tmp_path / "reference", tmp_path / "landing" / "2025-annual"
        for folder, text in zip(folders, (reference, cycle), strict=True):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / THRESHOLDS_FILE).write_text(text, encoding="utf-8")
        return read_thresholds(folders[1], folders[0])

    return read


def test_without_files_every_supplier_has_the_threshold_of_the_rule(tmp_path):
    none = read_thresholds(tmp_path / "c", tmp_path / "r")
    assert none.of("plasc", "upn_given", la_code=FIRST, school_key=None, default=0.98) == 0.98


def test_the_cycles_file_wins_rule_by_rule(written):
    read = written(
        f"[la.{FIRST}.plasc]\nupn_given = 0.9\ndob_given = 0.95\n[la.Caerdydd.cme]\ndob_given = 1\n",
        f'[la.{FIRST}.plasc]\nupn_given = 0.8\n[school."6816001"]\ndob_form = 0.5\n',
    )

    def of(source, rule, la=None, school=None):
        return read.of(source, rule, la_code=la, school_key=school, default=0.99)

    assert (of("plasc", "upn_given", FIRST), of("plasc", "dob_given", FIRST)) == (0.8, 0.95)
    assert of("cme_register", "dob_given", FIRST) == 1.0
    assert of("plasc", "upn_given", SECOND) == 0.99
    assert of("independent_schools", "dob_form", school="6816001_v2") == 0.5
    assert of("independent_schools", "dob_form", school="6816002") == 0.99


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[la.W06000015.plasc]\nupn = 0.9", ["la.W06000015.plasc.upn", "upn_given", "Name one of them."]),
        ("[la.W06000015.plasc]\nupn_given = 95", ["la.W06000015.plasc.upn_given", "from 0 to 1", "0.95 for 95 %"]),
        ("[la.W06000015.plasc]\nupn_given = true", ["from 0 to 1"]),
        ("[la.W06000015.plasc]\nrows_numbered_once = 0.9", ["a rule of plasc was expected"]),
        ("[la.W06000015.postcodes]\npostcode_form = 0.9", ["la.W06000015.postcodes", "one of nhs, plasc"]),
        ("[la.W06000015]\nupn_given = 0.9", ["la.W06000015.upn_given", "one of nhs, plasc"]),
        ("[la.Erewhon.plasc]\nupn_given = 0.9", ["la.Erewhon", "code of a local authority"]),
        ("[source.plasc]\nupn_given = 0.9", ["source", "one of school, la was expected"]),
        ("upn_given = 0.9", ["upn_given", "one of school, la was expected"]),
        ("[la.W06000015", ["TOML in UTF-8 was expected"]),
    ],
)
def test_an_issue_names_the_file_the_key_and_what_was_expected(written, text, words):
    with pytest.raises(BadInput) as caught:
        written(cycle=text)
    (issue,) = caught.value.issues
    assert issue.startswith("landing/2025-annual/thresholds.toml") and all(word in issue for word in words)


def test_all_issues_of_both_files_are_reported_at_once(written):
    with pytest.raises(BadInput) as caught:
        written("[la.W06000015.plasc]\nupn = 0.9\ndob = 0.9", '[school."6816001"]\nsize = 3')
    assert len(caught.value.issues) == 3


def test_the_file_is_no_unrecognised_file_of_the_landing_folder(tmp_path):
    (tmp_path / THRESHOLDS_FILE).write_text("")
    assert find_unrecognised(tmp_path) == []
