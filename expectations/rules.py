"""A rule as data, and how rules become a Great Expectations suite.

Put here the one object that says what a rule asks, of which column, from which share of records, why,
and what to do; and the two functions that turn a list of them into suites. Keep out the rules
themselves (one module a source) and the running of suites (``orchestration.quality``).

Great Expectations takes seconds to import, so it is imported inside the functions that need it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

Severity = Literal["critical", "warning"]
Test = Literal["not_empty", "given", "matches", "avoids", "participating", "blank", "unique"]

OF_VALUES: tuple[Test, ...] = ("matches", "avoids", "participating", "unique")
"""Tests that look only at values that are given."""

OF_SINGLE_RECORDS: tuple[Test, ...] = ("given", "matches", "avoids", "blank")
"""Tests that a record meets or not whatever the others hold, so that a file has a share of its own."""

# A share among fewer records than this says little: one bad record in five would look like a wrong file.
# A rule that looks at fewer values never stops a run, whether in one file or in a whole source.
MIN_RECORDS = 20
# Nor do a handful of bad records stop a run, whatever their share: staging sets them aside one by one.
MIN_UNMET = 20
# A smaller file is doubted only when most of it is wrong.
SMALL_FILE_FLOOR = 0.5
SMALL_FILE_SUFFIX = " (small files)"
NEEDED_SUFFIX = " needed"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One question put to a raw table.

    ``test`` is what is asked: ``given`` (not blank), ``matches`` (``pattern``), ``avoids`` (must not
    match it), ``participating`` (an authority that takes part), ``blank`` (must be empty), ``unique``
    (``column`` and ``also`` together), ``not_empty`` (the table). ``matches``, ``avoids``,
    ``participating`` and ``unique`` look only at values that are given.

    ``stop_below`` and ``warn_below`` are shares of records, 0 to 1 (for ``not_empty``: records). Fewer
    than ``stop_below`` is critical and blocks the run; fewer than ``warn_below`` is a warning.
    """

    name: str
    test: Test
    column: str | None = None
    also: tuple[str, ...] = ()
    pattern: str | None = None
    stop_below: float | None = None
    warn_below: float | None = None
    why: str
    remedy: str

    def levels(self) -> Iterator[tuple[Severity, float]]:
        """Severity and threshold of each level this rule has, the blocking one first."""
        if self.stop_below is not None:
            yield "critical", self.stop_below
        if self.warn_below is not None:
            yield "warning", self.warn_below

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must be read to put this rule."""
        return ((self.column,) if self.column else ()) + self.also

    @property
    def is_put_to_each_file(self) -> bool:
        """Whether one wrong file must be found though the source as a whole looks well."""
        return self.stop_below is not None and self.test in OF_SINGLE_RECORDS

    @property
    def is_put_to_each_supplier(self) -> bool:
        """Whether one supplier's decline must be seen though twenty others do well."""
        return self.warn_below is not None and self.test in OF_SINGLE_RECORDS


def build_suite(source: str, rules: Sequence[Rule], *, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite of ``rules`` for ``raw.<source>``: one expectation for each level of each rule.

    ``participating_las`` are GSS codes; when there are none, rules about them are left out, because
    nothing could be said. Raises ``ValueError`` if two rules have one name.
    """
    import great_expectations as gx

    names = [rule.name for rule in rules]
    if len(set(names)) != len(names):
        raise ValueError(f"two rules of {source} have the same name")
    return gx.ExpectationSuite(
        name=source,
        expectations=[
            _expectation(rule, severity, threshold, sorted(participating_las))
            for rule in rules
            if participating_las or rule.test != "participating"
            for severity, threshold in rule.levels()
        ],
    )


def build_file_suite(source: str, rules: Sequence[Rule], *, severity: Severity) -> ExpectationSuite:
    """A fresh suite for the table of files of a source.

    That table has one row a file and, for each rule that blocks, a column of the rule's name holding
    the share of the file's records that meet it (0 to 1, null when too few records were looked at),
    and a second column for small files. ``severity`` is that of a large file below the rule's floor.
    """
    import great_expectations as gx
    import great_expectations.expectations as gxe

    def expectation(rule: Rule, column: str, floor: float, level: Severity) -> gxe.Expectation:
        return gxe.ExpectColumnValuesToBeBetween(
            column=column, min_value=floor, **_common(rule, level, floor, "file's records")
        )

    return gx.ExpectationSuite(
        name=f"{source}_files",
        expectations=[
            item
            for rule in rules
            if rule.is_put_to_each_file
            for item in (
                expectation(rule, rule.name, rule.stop_below, severity),
                expectation(
                    rule,
                    rule.name + SMALL_FILE_SUFFIX,
                    min(rule.stop_below, SMALL_FILE_FLOOR),
                    "warning",
                ),
            )
        ],
    )


def build_supplier_suite(source: str, rules: Sequence[Rule]) -> ExpectationSuite:
    """A fresh suite that warns where a file of a source falls below what its supplier should reach.

    The table it is put to has one row a file and, for each rule that warns, a column of the rule's name
    holding the share of the file's records that meet it (null when too few were looked at), and beside it
    the share needed of that supplier: ``warn_below``, unless the data folder says otherwise.
    """
    import great_expectations as gx
    import great_expectations.expectations as gxe

    return gx.ExpectationSuite(
        name=f"{source}_suppliers",
        expectations=[
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=rule.name,
                column_B=rule.name + NEEDED_SUFFIX,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                **_common(rule, "warning", rule.warn_below, "records of each supplier"),
            )
            for rule in rules
            if rule.is_put_to_each_supplier
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


def _expectation(rule: Rule, severity: Severity, threshold: float, participating: list[str]):
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
    if rule.test == "unique":
        return gxe.ExpectColumnValuesToBeUnique(**common)
    if rule.test == "given":
        return gxe.ExpectColumnValuesToNotBeNull(**common)
    if rule.test == "blank":
        return gxe.ExpectColumnValuesToBeNull(**common)
    if rule.test == "participating":
        return gxe.ExpectColumnValuesToBeInSet(value_set=participating, **common)
    if rule.test == "avoids":
        return gxe.ExpectColumnValuesToNotMatchRegex(regex=rule.pattern, **common)
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
