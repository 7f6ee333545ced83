"""One supplier's decline is named though the source as a whole looks well, by thresholds that may be its own."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations import RULES
from orchestration.quality.thresholds import Thresholds

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
