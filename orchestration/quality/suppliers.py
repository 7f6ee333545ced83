"""Each file of a source against what is needed of its supplier.

One poor file must be named though twenty good ones hide it in the figure of the source. Put here which share is needed
of whom, and how the suite on suppliers is run and its answer read. Keep out the rules (``expectations``), the
thresholds people write (``thresholds``) and what stops a run (``files``).
"""

from __future__ import annotations

import duckdb
import pandas as pd

from expectations import Rule, TableRules
from expectations.rules import MIN_RECORDS, MIN_UNMET
from expectations.suites import NEEDED_SUFFIX, build_supplier_suite
from orchestration.landing.tables import table_columns
from orchestration.quality.frames import FileCounts
from orchestration.quality.results import FILES_NAMED, OF_EACH_SUPPLIER, FileShare, RuleResult
from orchestration.quality.store import RunSuite
from orchestration.quality.thresholds import Thresholds


def check(
    run_suite: RunSuite, rules: TableRules, counts: FileCounts, needed: dict[str, dict[str, float]]
) -> list[RuleResult]:
    """One result for each rule that warns, where there are files large enough; ``needed`` as of ``shares_needed``."""
    by_rule = {name: counts[name] for name in needed}
    table = supplier_table(by_rule, needed=needed)
    answers = run_suite(suite=build_supplier_suite(rules), frame=table).results
    results = [_result(answer, rules, by_rule, table) for answer in answers]
    return [result for result in results if result.element_count]


def shares_needed(
    con: duckdb.DuckDBPyConnection, rules: TableRules, *, cycle: str, thresholds: Thresholds
) -> dict[str, dict[str, float]]:
    """For each rule that warns of single suppliers, the share (0 to 1) needed of each file."""
    source = rules.table
    school = "school_key" if "school_key" in table_columns(source) else "null"
    files = con.execute(
        f"select distinct source_file, supplier_la_code, {school} from raw.{source} where cycle = ?", [cycle]
    ).fetchall()
    return {
        rule.name: {
            file: thresholds.of(source, rule.name, la_code=la, school_key=school, default=rule.warn_below)
            for file, la, school in files
        }
        for rule in rules
        if rule.checks_each_supplier
    }


def supplier_table(counts: dict[str, pd.DataFrame], *, needed: dict[str, dict[str, float]]) -> pd.DataFrame:
    """One row a file, and for each rule the share that meets it beside the share needed of its supplier.

    ``counts`` holds for each rule's name what ``FileCounts`` gives, ``needed`` the share needed by file. Null
    where the rule looked at few values, or where a handful of records makes the difference.
    """
    columns = {}
    for name, count in counts.items():
        share = 1 - count["unmet"] / count["looked_at"]
        threshold = pd.Series(needed[name]).reindex(count.index)
        is_few = (count["looked_at"] < MIN_RECORDS) | ((share < threshold) & (count["unmet"] < MIN_UNMET))
        columns[name] = share.where(~is_few)
        columns[name + NEEDED_SUFFIX] = threshold
    return pd.DataFrame(columns).astype("float64")


def _result(answer, rules: TableRules, counts: dict[str, pd.DataFrame], table: pd.DataFrame) -> RuleResult:
    """A result of Great Expectations as the gate reports it.

    It counts files, and its figure is the share of the file that is furthest below, or least above, what is needed of
    it. ``table`` is what the suite was run on.
    """
    rule = rules[answer.expectation_config.meta["rule"]]
    judged = pd.DataFrame(
        {"share": table[rule.name], "needed": table[rule.name + NEEDED_SUFFIX], **counts[rule.name]}
    ).dropna()
    judged["margin"] = judged["share"] - judged["needed"]
    judged = judged.rename_axis("source_file").sort_values(
        ["margin", "looked_at", "source_file"], ascending=[True, False, True]
    )
    below = judged[judged["margin"] < 0]
    return RuleResult(
        rule=rule.name + OF_EACH_SUPPLIER,
        column=rule.column,
        severity="warning",
        passed=bool(answer.success),
        observed=float(judged["share"].iloc[0]) if len(judged) else None,
        threshold=rule.warn_below,
        element_count=len(judged),
        unexpected_count=len(below),
        why=rule.why,
        remedy=rule.remedy,
        looked_at="files",
        files=tuple(_share(file, rule) for file in below.head(FILES_NAMED).itertuples()),
        files_below=len(below),
    )


def _share(file, rule: Rule) -> FileShare:
    own = None if file.needed == rule.warn_below else float(file.needed)
    return FileShare(str(file.Index), int(file.looked_at), int(file.unmet), own)
