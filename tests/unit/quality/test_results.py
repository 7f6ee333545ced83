"""The wording of results."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestration.quality.results import FileShare, GateResult, RuleResult


def _rule(**given) -> RuleResult:
    values = {
        "rule": "postcode_given",
        "column": "postcode",
        "severity": "critical",
        "passed": False,
        "observed": 0.5,
        "threshold": 0.8,
        "element_count": 200,
        "unexpected_count": 100,
        "why": "w.",
        "remedy": "Ask again.",
    }
    return RuleResult(**values | given)


def _gate(*rules: RuleResult) -> GateResult:
    return GateResult(source="nhs", cycle="2025", records=200, rules=rules)


@pytest.mark.parametrize(
    ("observed", "said"),
    [(0.8996, "89.9 %"), (0.57, "57 %"), (0.29, "29 %"), (1.0, "100 %"), (0.0, "0 %"), (0.99999, "99.9 %")],
)
def test_a_missed_threshold_is_never_rounded_up_to_it(observed, said):
    assert f"postcode_given: {said} of 200 records" in _rule(observed=observed).sentence()


def test_a_warning_about_what_is_stopped_already_is_not_repeated():
    gate = _gate(_rule(), _rule(severity="warning", threshold=0.97))
    assert not gate.passed and not gate.warned
    assert gate.message("warning") == ""


def test_the_files_of_a_rule_are_not_said_twice():
    whole, of_files = _rule(), _rule(rule="postcode_given in each file", looked_at="files")
    assert len(_gate(whole, of_files).failed("critical")) == 2
    assert len(_gate(whole, of_files).message().splitlines()) == 1
    assert "in each file" in _gate(of_files).message()


def test_more_files_than_are_named_are_counted():
    files = tuple(FileShare(f"nhs/{i}.csv", 10, 5) for i in range(5))
    assert "nhs/4.csv (50 % of 10) and 2 more." in _rule(files=files, files_below=7).sentence()


def test_a_gate_without_failures_says_nothing():
    gate = _gate(_rule(passed=True), _rule(passed=True, severity="warning"))
    assert gate.passed and not gate.warned and gate.message() == ""


def test_what_is_needed_of_a_supplier_alone_is_said_though_the_source_failed_too():
    usual, own = FileShare("nhs/1.csv", 400, 40), FileShare("nhs/2.csv", 1000, 30, needed=0.98)
    whole = _rule(severity="warning", files=(usual,), files_below=1)
    of_suppliers = _rule(rule="postcode_given of each supplier", severity="warning", looked_at="files", files=(usual,))
    assert len(_gate(whole, of_suppliers).message("warning").splitlines()) == 1
    lines = _gate(whole, replace(of_suppliers, files=(usual, own), files_below=2)).message("warning").splitlines()
    assert len(lines) == 2
    assert "nhs/1.csv (90 % of 400); nhs/2.csv (97 % of 1,000, 98 % needed)" in lines[1]


def test_suppliers_are_not_warned_of_what_stopped_the_source():
    gate = _gate(_rule(), _rule(rule="postcode_given of each supplier", severity="warning", looked_at="files"))
    assert not gate.warned
