"""One supplier's decline is named though the source as a whole looks well, by thresholds that may be its own."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations import RULES
from orchestration.errors import BadInput
from orchestration.quality import thresholds
from orchestration.quality.thresholds import Thresholds, read_thresholds

FIRST, SECOND = "W06000015", "W06000021"
FILE = f"local_authorities/{SECOND}/plasc.csv"


@pytest.fixture
def plasc(clean_table):
    """Two files of 2,000 pupils, and in the second so many more without a UPN."""

    def table(without: int):
        frame = pd.concat([clean_table("plasc")] * 10, ignore_index=True)
        frame["source_row"] = frame.index + 2
        of_second = frame.index[(frame["supplier_la_code"] == SECOND) & frame["upn"].notna()]
        frame.loc[of_second[:without], "upn"] = None
        return frame

    return table


def raised(result):
    return {rule.rule: rule for rule in result.failed("warning")}


def test_one_suppliers_decline_is_named_and_stops_nothing(gate, plasc):
    result = gate("plasc", plasc(60))  # 97 % of the file, 98.5 % of the source
    assert result.passed
    (found,) = raised(result).values()
    assert found.rule == "upn_given of each supplier"
    assert (found.element_count, found.unexpected_count, found.observed, found.threshold) == (2, 1, 0.97, 0.98)
    assert result.message("warning") == (
        "plasc: upn_given of each supplier: 1 of 2 files are below what their supplier should reach, 98 % unless "
        f"stated otherwise. Worst: {FILE} (97 % of 2,000). Tell the sender the column and the share, and ask for "
        "it to be filled in."
    )


@pytest.mark.parametrize(
    ("needed", "without", "warned"),
    [(0.96, 60, False), (0.97, 60, False), (0.975, 60, True), (0.995, 30, True), (0.995, 10, False), (0, 900, False)],
)
def test_a_supplier_may_have_a_threshold_of_its_own(gate, plasc, needed, without, warned):
    own = Thresholds(of_la={(SECOND, "plasc"): {"upn_given": needed}})
    result = gate("plasc", plasc(without), thresholds=own)
    found = raised(result).get("upn_given of each supplier")
    assert (found is not None) == warned
    if warned:
        assert str(found.files[0]).startswith(f"{FILE} (") and f", {100 * needed:g} % needed)" in str(found.files[0])


def test_only_the_list_that_is_named_has_the_threshold(gate, plasc):
    other = Thresholds(of_la={(SECOND, "ehe"): {"upn_given": 0.5}, (FIRST, "plasc"): {"upn_given": 0.5}})
    assert "upn_given of each supplier" in raised(gate("plasc", plasc(60), thresholds=other))


def test_tiny_returns_raise_no_alarm(gate, clean_table):
    """19 records, or 19 of more that do not meet a rule, are no decline."""
    frame = clean_table("independent_schools")
    frame.loc[frame.index >= 381, "source_file"] = "independent_schools/tiny.csv"
    frame.loc[frame.index >= 382, "dob"] = "see list"
    result = gate("independent_schools", frame)
    assert not [rule for rule in raised(result) if rule.endswith("of each supplier")]


def test_a_school_has_a_threshold_by_its_number_or_name(gate, clean_table):
    frame = clean_table("independent_schools")
    of_school = frame.index[frame["school_key"] == f"school_{FIRST}"]
    frame.loc[of_school[:31], "upn"] = "none yet"
    assert "upn_form of each supplier" in raised(gate("independent_schools", frame))
    own = Thresholds(of_school={f"school_{FIRST}": {"upn_form": 0.8}})
    assert "upn_form of each supplier" not in raised(gate("independent_schools", frame, thresholds=own))


@pytest.mark.parametrize("source", ["nhs", "plasc", "ehe", "independent_schools"])
def test_names_dates_and_postcodes_are_asked_of_each_supplier(source):
    columns = {rule.column for rule in RULES[source] if rule.checks_each_supplier}
    birth = "date_of_birth" if source == "nhs" else "dob"
    assert columns >= {birth, "postcode"} | (set() if source == "nhs" else {"upn"})


# --- what people write -----------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path):
    """Reads what stands in the two files: for every cycle, and for the cycle."""

    def read(reference="", cycle=""):
        folders = tmp_path / "reference", tmp_path / "landing" / "2025-annual"
        for folder, text in zip(folders, (reference, cycle), strict=True):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / thresholds.THRESHOLDS_FILE).write_text(text, encoding="utf-8")
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
    ("text", "parts"),
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
def test_settings_that_cannot_be_understood_are_reported(written, text, parts):
    with pytest.raises(BadInput) as caught:
        written(cycle=text)
    (message,) = caught.value.issues
    assert message.startswith("landing/2025-annual/thresholds.toml") and all(part in message for part in parts)


def test_all_faults_of_both_files_are_told_at_once(written):
    with pytest.raises(BadInput) as caught:
        written("[la.W06000015.plasc]\nupn = 0.9\ndob = 0.9", '[school."6816001"]\nsize = 3')
    assert len(caught.value.issues) == 3


def test_the_file_is_no_stray_in_the_landing_folder(tmp_path):
    from orchestration.landing.files import find_unrecognised

    (tmp_path / thresholds.THRESHOLDS_FILE).write_text("")
    assert find_unrecognised(tmp_path) == []
