"""How each supplier's file stands against what is needed of that supplier.

Put here which share is needed of whom, and how the answer of the suite on suppliers is read: one poor file
must be named though twenty good ones hide it in the figure of the source. Keep out the rules
(``expectations``), the thresholds people write (``thresholds``) and what stops a run (``validate``).
"""

from __future__ import annotations

import duckdb
import pandas as pd

from expectations.rules import Rule, TableRules
from expectations.suites import NEEDED_SUFFIX
from orchestration.landing.tables import table_columns
from orchestration.quality.results import FILES_NAMED, OF_EACH_SUPPLIER, FileShare, RuleResult
from orchestration.quality.thresholds import Thresholds


def shares_needed(
    con: duckdb.DuckDBPyConnection, rules: TableRules, *, cycle: str, thresholds: Thresholds
) -> dict[str, dict[str, float]]:
    """For each rule put to suppliers the share (0 to 1) needed of each file."""
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


def result_of(answer, rules: TableRules, counts: dict[str, pd.DataFrame], table: pd.DataFrame) -> RuleResult:
    """A result of the suite on suppliers: it counts files, and its figure is the share of the file that
    is furthest below, or least above, what is needed of it.

    ``counts`` are those of ``frames.by_file``, ``table`` is what the suite was put to.
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
