"""The records of a raw table against the rules of its source.

Put here how the suite on records is run and its answer read, with the worst files of a rule that failed. Keep out what
is asked of single files (``files``, ``suppliers``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from expectations import TableRules
from expectations.rules import MIN_RECORDS, MIN_UNMET, OF_VALUES
from expectations.suites import build_suite, without_stops
from orchestration.quality.frames import FileCounts, worst_files
from orchestration.quality.results import RuleResult
from orchestration.quality.store import RunSuite


def check(
    run_suite: RunSuite,
    rules: TableRules,
    frame: pd.DataFrame,
    counts: FileCounts | None,
    *,
    participating_las: Collection[str],
) -> list[RuleResult]:
    """One result for each level of each rule, over all records; ``counts`` is None where the table has no files."""
    suite = build_suite(rules, participating_las=participating_las)
    if counts is None:
        return [_result(answer, rules) for answer in run_suite(suite=suite, frame=frame).results]
    answers = run_suite(suite=without_stops(suite, _looking_at_few(rules, counts)), frame=frame).results
    return [_with_files(_result(answer, rules), counts) for answer in answers]


def _looking_at_few(rules: TableRules, counts: FileCounts) -> set[str]:
    """Rules that look at too few values, or that too few records fail, to stop a run."""
    few = set()
    for rule in rules:
        if rule.checks_each_file:
            total = counts[rule.name].sum()
            if total["looked_at"] < MIN_RECORDS or total["unmet"] < MIN_UNMET:
                few.add(rule.name)
    return few


def _result(answer, rules: TableRules) -> RuleResult:
    """A result of Great Expectations as the gate reports it."""
    meta = answer.expectation_config.meta
    rule, numbers = rules[meta["rule"]], answer.result
    if rule.test == "not_empty":
        records = int(numbers["observed_value"])
        counts = {"observed": float(records), "element_count": records, "unexpected_count": 0}
    else:
        looked_at = int(numbers["element_count"])
        if rule.test in OF_VALUES:
            looked_at -= int(numbers["missing_count"])
        unmet = int(numbers["unexpected_count"])
        counts = {
            "observed": 1 - unmet / looked_at if looked_at else None,
            "element_count": looked_at,
            "unexpected_count": unmet,
        }
    counted = "values" if rule.test in OF_VALUES else "records"
    return RuleResult(
        rule=rule.name,
        column=rule.column,
        severity=str(answer.expectation_config.severity.value),
        passed=bool(answer.success),
        threshold=meta["threshold"],
        why=rule.why,
        remedy=rule.remedy,
        looked_at="table" if rule.test == "not_empty" else counted,
        **counts,
    )


def _with_files(result: RuleResult, counts: FileCounts) -> RuleResult:
    """The result, with the worst files named if it failed."""
    if result.passed or result.looked_at == "table":
        return result
    files, below = worst_files(counts[result.rule], result.threshold)
    return replace(result, files=files, files_below=below)
