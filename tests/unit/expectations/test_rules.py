"""The rules as data, and the suites made of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from expectations import RULES, Rule, TableRules
from expectations.suites import build_file_suite, build_suite, build_supplier_suite
from orchestration.landing.contract import SOURCES

PARTICIPATING = ("W06000015", "W06000021")


def test_importing_the_rules_does_not_import_great_expectations():
    code = (
        "import sys, expectations, orchestration.quality.gate, orchestration.reporting.data_docs;"
        "sys.exit('great_expectations' in sys.modules or 'dagster' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_only_reference_tables_have_no_files_of_suppliers():
    assert {table for table in RULES if RULES[table].file_severity is None} == {"postcodes", "schools"}
    assert set(RULES) - {"postcodes", "schools"} == set(SOURCES)


@pytest.mark.parametrize("table", RULES)
def test_rules_are_complete(table):
    for rule in RULES[table]:
        assert list(rule.levels()), f"{rule.name} neither blocks nor warns"
        assert rule.why.endswith(".") and rule.remedy.endswith((".", "?")), rule.name
        if rule.stop_below and rule.warn_below:
            assert rule.stop_below < rule.warn_below, rule.name
        assert bool(rule.pattern) == (rule.test in ("matches", "avoids")), rule.name


@pytest.mark.parametrize("table", RULES)
def test_every_expectation_says_its_rule_severity_and_remedy(table):
    rules = RULES[table]
    suites = [build_suite(rules, participating_las=PARTICIPATING)]
    if rules.file_severity:
        suites += [build_file_suite(rules), build_supplier_suite(rules)]
    for expectation in (item for suite in suites for item in suite.expectations):
        rule = rules[expectation.meta["rule"]]
        assert expectation.meta["remedy"] == rule.remedy
        assert expectation.severity in ("critical", "warning")
        assert expectation.description.startswith(f"{rule.name}: ")


def test_a_rule_with_two_thresholds_becomes_two_expectations():
    rule = Rule(
        name="surname_given",
        test="given",
        column="surname",
        stop_below=0.9,
        warn_below=0.99,
        why="w.",
        remedy="r.",
    )
    found = [(item.severity, item.mostly) for item in build_suite(TableRules("nhs", (rule,))).expectations]
    assert found == [("critical", 0.9), ("warning", 0.99)]


def test_a_suite_is_fresh_at_each_call():
    """Great Expectations writes ids into a suite when it is used: a shared one would carry them on."""
    first, second = build_suite(RULES["nhs"]), build_suite(RULES["nhs"])
    assert first is not second
    assert first.expectations[0] is not second.expectations[0]


def test_participating_authorities_are_asked_about_only_when_known():
    def asked(suite):
        return {item.meta["rule"] for item in suite.expectations}

    assert "supplier_takes_part" in asked(build_suite(RULES["plasc"], participating_las=PARTICIPATING))
    assert "supplier_takes_part" not in asked(build_suite(RULES["plasc"]))


def test_two_rules_of_one_name_are_refused():
    rule = Rule(name="x", test="given", column="surname", warn_below=0.9, why="w.", remedy="r.")
    with pytest.raises(ValueError, match="same name"):
        TableRules("nhs", (rule, rule))


def test_one_wrong_file_blocks_for_suppliers_under_a_duty_and_warns_for_the_others():
    severities = {
        table: {
            str(item.severity.value)
            for item in build_file_suite(rules).expectations
            if not item.column.endswith("(small files)")
        }
        for table, rules in RULES.items()
        if rules.file_severity
    }
    assert {table for table, found in severities.items() if found == {"warning"}} == {
        "neighbouring",
        "independent_schools",
    }
    assert {table for table, found in severities.items() if found == {"critical"}} == {
        "nhs",
        "plasc",
        "ehe",
        "eotas",
        "ooc",
        "cme_register",
    }
