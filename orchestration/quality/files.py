"""Each file of a source against the thresholds that stop a run.

A wrong file of one authority must be found though the source as a whole looks well. Put here how the suite on files is
run and its answer read. Keep out what is asked of a supplier (``suppliers``).
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from expectations import TableRules
from expectations.rules import MIN_RECORDS, MIN_UNMET
from expectations.suites import SMALL_FILE_SUFFIX, build_file_suite
from orchestration.quality.frames import FileCounts, worst_files
from orchestration.quality.results import RuleResult
from orchestration.quality.store import RunSuite


def check(run_suite: RunSuite, rules: TableRules, counts: FileCounts) -> list[RuleResult]:
    """One result for each rule that stops a run, for large files and for small ones, where there are such files."""
    by_rule = {rule.name: counts[rule.name] for rule in rules if rule.checks_each_file}
    table = file_table(by_rule, floors={name: rules[name].stop_below for name in by_rule})
    answers = run_suite(suite=build_file_suite(rules), frame=table).results
    results = [_result(answer, rules, by_rule, table) for answer in answers]
    return [result for result in results if result.element_count]


def file_table(counts: dict[str, pd.DataFrame], *, floors: dict[str, float]) -> pd.DataFrame:
    """One row a file, and for each rule the share that meets it: large and small files apart.

    ``counts`` holds for each rule's name what ``FileCounts`` gives, ``floors`` the share below which it blocks. Null
    where the rule looked at no value, or where the file belongs in the other of the two columns. A file
    below the floor through a handful of records is judged as a small one: it warns.
    """
    columns = {}
    for name, count in counts.items():
        share = (1 - count["unmet"] / count["looked_at"]).where(count["looked_at"] > 0)
        by_a_handful = (share < floors[name]) & (count["unmet"] < MIN_UNMET)
        is_large = (count["looked_at"] >= MIN_RECORDS) & ~by_a_handful
        columns[name] = share.where(is_large)
        columns[name + SMALL_FILE_SUFFIX] = share.where(~is_large)
    return pd.DataFrame(columns).astype("float64")


def _result(answer, rules: TableRules, counts: dict[str, pd.DataFrame], table: pd.DataFrame) -> RuleResult:
    """A result of Great Expectations as the gate reports it.

    It counts files, and its figure is the worst file's share.
    """
    config = answer.expectation_config
    rule, column = rules[config.meta["rule"]], config.kwargs["column"]
    shares = table[column].dropna()
    small = column.endswith(SMALL_FILE_SUFFIX)
    found = RuleResult(
        rule=f"{rule.name} in each {'small file' if small else 'file'}",
        column=rule.column,
        severity=str(config.severity.value),
        passed=bool(answer.success),
        observed=float(shares.min()) if len(shares) else None,
        threshold=config.meta["threshold"],
        element_count=len(shares),
        unexpected_count=int(answer.result["unexpected_count"]),
        why=rule.why,
        remedy=rule.remedy,
        looked_at="files",
    )
    if found.passed:
        return found
    of_size = counts[rule.name].loc[shares.index]
    files, below = worst_files(of_size, found.threshold)
    return replace(found, files=files, files_below=below)
