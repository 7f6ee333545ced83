"""How rules become Great Expectations suites.

Put here the three suites of a table: on its records, on its files, and on its suppliers. Keep out the rules
(``sources``) and the running of suites (``orchestration.quality``).

Great Expectations takes seconds to import, so it is imported inside the functions that need it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations.rules import Rule, Severity, TableRules

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation

SMALL_FILE_FLOOR = 0.5
"""A file with fewer records than ``MIN_RECORDS`` warns only when most of it is wrong."""

SMALL_FILE_SUFFIX = " (small files)"
NEEDED_SUFFIX = " needed"


def build_suite(rules: TableRules, *, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for the records of a raw table: one expectation for each level of each rule.

    ``participating_las`` are GSS codes; when there are none, rules about them are left out, because
    nothing could be said.
    """
    import great_expectations as gx

    return gx.ExpectationSuite(
        name=rules.table,
        expectations=[
            _expectation(rule, severity, threshold, sorted(participating_las))
            for rule in rules
            if participating_las or rule.test != "participating"
            for severity, threshold in rule.levels()
        ],
    )


def build_file_suite(rules: TableRules) -> ExpectationSuite:
    """A fresh suite for the table of files of a source.

    That table has one row a file and, for each rule that blocks, a column of the rule's name holding
    the share of the file's records that meet it (0 to 1, null when too few records were looked at),
    and a second column for small files.
    """
    import great_expectations as gx
    import great_expectations.expectations as gxe

    def expectation(rule: Rule, column: str, floor: float, severity: Severity) -> Expectation:
        return gxe.ExpectColumnValuesToBeBetween(
            column=column, min_value=floor, **_common(rule, severity, floor, "file's records")
        )

    expectations = []
    for rule in rules:
        if rule.checks_each_file:
            small_floor = min(rule.stop_below, SMALL_FILE_FLOOR)
            expectations += [
                expectation(rule, rule.name, rule.stop_below, rules.file_severity),
                expectation(rule, rule.name + SMALL_FILE_SUFFIX, small_floor, "warning"),
            ]
    return gx.ExpectationSuite(name=f"{rules.table}_files", expectations=expectations)


def build_supplier_suite(rules: TableRules) -> ExpectationSuite:
    """A fresh suite that warns where a file of a source falls below what its supplier should reach.

    The table it checks has one row a file and, for each rule that warns, a column of the rule's name
    holding the share of the file's records that meet it (null when too few were looked at), and beside it
    the share needed of that supplier: ``warn_below``, unless the data folder says otherwise.
    """
    import great_expectations as gx
    import great_expectations.expectations as gxe

    return gx.ExpectationSuite(
        name=f"{rules.table}_suppliers",
        expectations=[
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=rule.name,
                column_B=rule.name + NEEDED_SUFFIX,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                **_common(rule, "warning", rule.warn_below, "records of each supplier"),
            )
            for rule in rules
            if rule.checks_each_supplier
        ],
    )


def without_stops(suite: ExpectationSuite, rules: Collection[str]) -> ExpectationSuite:
    """The suite without the critical level of ``rules``, for rules that look at too few values.

    Their warnings stay. The suite is changed and returned.
    """
    suite.expectations = [
        item for item in suite.expectations if item.severity != "critical" or item.meta["rule"] not in rules
    ]
    return suite


def _expectation(rule: Rule, severity: Severity, threshold: float, participating: list[str]) -> Expectation:
    import great_expectations.expectations as gxe

    common = _common(rule, severity, threshold, "records")
    if rule.test == "not_empty":
        return gxe.ExpectTableRowCountToBeBetween(min_value=int(threshold), **common)
    common["mostly"] = threshold
    if rule.test == "unique" and rule.also:
        return gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(rule.columns), ignore_row_if="any_value_is_missing", **common
        )
    common["column"] = rule.column
    match rule.test:
        case "unique":
            return gxe.ExpectColumnValuesToBeUnique(**common)
        case "given":
            return gxe.ExpectColumnValuesToNotBeNull(**common)
        case "blank":
            return gxe.ExpectColumnValuesToBeNull(**common)
        case "participating":
            return gxe.ExpectColumnValuesToBeInSet(value_set=participating, **common)
        case "avoids":
            return gxe.ExpectColumnValuesToNotMatchRegex(regex=rule.pattern, **common)
        case "matches":
            return gxe.ExpectColumnValuesToMatchRegex(regex=rule.pattern, **common)


def _common(rule: Rule, severity: Severity, threshold: float, of: str) -> dict[str, object]:
    """What every expectation carries; ``description`` is what the Data Docs show of it."""
    share = f"{threshold:g} {of}"
    if rule.test != "not_empty":
        share = f"{100 * threshold:g} % of the {of}"
    effect = "blocks the run" if severity == "critical" else "warns"
    return {
        "severity": severity,
        "description": f"{rule.name}: {effect} below {share}. {rule.why}",
        "meta": {
            "rule": rule.name,
            "column": rule.column,
            "threshold": threshold,
            "why": rule.why,
            "remedy": rule.remedy,
        },
    }
