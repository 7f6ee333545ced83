"""One gate: a raw table of one cycle against its suite.

Put here how a source's suites are put and their answers read. Keep out the rules (``expectations``),
the wording of results (``results``) and how Great Expectations is set up (``store``).

Three suites are put: one to the records of the source, and two to its files (one row a file), so that a
wrong file of one authority is found though the whole looks well: what stops a run, and what warns of one
supplier, whose thresholds may be its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd

from expectations import RULES
from expectations.rules import MIN_RECORDS, MIN_UNMET, OF_VALUES, TableRules
from expectations.suites import (
    SMALL_FILE_SUFFIX,
    build_file_suite,
    build_suite,
    build_supplier_suite,
    without_stops,
)
from orchestration.quality import frames, store, suppliers
from orchestration.quality.results import GateResult, RuleResult
from orchestration.quality.thresholds import NO_THRESHOLDS, Thresholds

__all__ = ["GateResult", "RuleResult", "validate"]


def validate(
    con: duckdb.DuckDBPyConnection,
    *,
    source: str,
    cycle: str,
    store_dir: Path,
    participating_las: Collection[str] = (),
    thresholds: Thresholds = NO_THRESHOLDS,
) -> GateResult:
    """Check ``raw.<source>`` of ``cycle`` against the rules of ``source``.

    ``source`` is a key of ``expectations.RULES``; ``postcodes`` and ``schools`` have no cycle and are
    checked whole. ``participating_las`` are GSS codes; ``thresholds`` are those that suppliers have of
    their own. ``con`` is only read. The result is kept under ``store_dir``. A source of which no file was
    loaded passes with a warning, and nothing is checked. Raises ``KeyError`` for an unknown source and
    ``RuntimeError`` if a rule could not be checked.
    """
    rules = RULES[source]
    has_files = rules.file_severity is not None
    received = _received(con, source=source, cycle=cycle) if has_files else ()
    if has_files and received[0].observed == 0:
        return GateResult(source=source, cycle=cycle, records=0, rules=received)

    frame = frames.read(con, rules, cycle=cycle if has_files else None)
    context = store.open_context(store_dir)
    counts = {
        rule.name: frames.by_file(frame, rule, participating_las)
        for rule in rules
        if has_files and (rule.checks_each_file or rule.checks_each_supplier)
    }
    suite = without_stops(build_suite(rules, participating_las=participating_las), _looking_at_few(rules, counts))
    answer = store.run_suite(context, suite=suite, frame=frame, cycle=cycle)
    found = [_of_records(result, rules) for result in answer.results]
    if has_files:
        found = [_with_files(result, frame, rules, participating_las) for result in found]
        floors = {rule.name: rule.stop_below for rule in rules if rule.checks_each_file}
        table = frames.file_table({name: counts[name] for name in floors}, floors=floors)
        answer = store.run_suite(context, suite=build_file_suite(rules), frame=table, cycle=cycle)
        of_files = [_of_files(result, rules, counts, table) for result in answer.results]
        needed = suppliers.shares_needed(con, rules, cycle=cycle, thresholds=thresholds)
        table = frames.supplier_table({name: counts[name] for name in needed}, needed=needed)
        answer = store.run_suite(context, suite=build_supplier_suite(rules), frame=table, cycle=cycle)
        of_files += [suppliers.result_of(result, rules, counts, table) for result in answer.results]
        found += [result for result in of_files if result.element_count]
    order = {rule.name: place for place, rule in enumerate(rules)}
    found.sort(key=lambda result: (order[result.rule.split(" ")[0]], result.severity, result.rule))
    return GateResult(source=source, cycle=cycle, records=len(frame), rules=(*received, *found))


def _looking_at_few(rules: TableRules, counts: dict[str, pd.DataFrame]) -> set[str]:
    """Rules that look at too few values, or that too few records do not meet, to stop a run."""
    return {
        rule.name
        for rule in rules
        if rule.checks_each_file
        and rule.name in counts
        and (counts[rule.name]["looked_at"].sum() < MIN_RECORDS or counts[rule.name]["unmet"].sum() < MIN_UNMET)
    }


def _received(con: duckdb.DuckDBPyConnection, *, source: str, cycle: str) -> tuple[RuleResult, ...]:
    """What came of the source: a file at all, and none held back. Both only warn."""
    loaded, spoilt = con.execute(
        "select count(*) filter (status = 'loaded'), "
        "count(*) filter (status in ('held', 'unreadable')) "
        "from raw.files where source = ? and cycle = ?",
        [source, cycle],
    ).fetchone()
    came = loaded + spoilt
    common = {"column": None, "severity": "warning", "element_count": came}
    return (
        RuleResult(
            rule="file_loaded",
            passed=loaded > 0,
            observed=float(loaded),
            threshold=1,
            unexpected_count=spoilt,
            looked_at="files received",
            why="A source that has not come leaves its children unmatched.",
            remedy="Ask for the files that the load report names as not received.",
            **common,
        ),
        RuleResult(
            rule="no_file_held",
            passed=spoilt == 0,
            observed=loaded / came if came else None,
            threshold=1,
            unexpected_count=spoilt,
            looked_at="files received",
            why="A file held back is as good as not received.",
            remedy="See the load report for what to mend in each file held back.",
            **common,
        ),
    )


def _of_records(result, rules: TableRules) -> RuleResult:
    """A result of the suite on records."""
    meta = result.expectation_config.meta
    rule, numbers = rules[meta["rule"]], result.result
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
        severity=str(result.expectation_config.severity.value),
        passed=bool(result.success),
        threshold=meta["threshold"],
        why=rule.why,
        remedy=rule.remedy,
        looked_at="table" if rule.test == "not_empty" else counted,
        **counts,
    )


def _with_files(
    result: RuleResult,
    frame: pd.DataFrame,
    rules: TableRules,
    participating_las: Collection[str],
) -> RuleResult:
    """The result, with the worst files named if it failed."""
    rule = rules[result.rule]
    if result.passed or rule.test == "not_empty":
        return result
    files, below = frames.worst_files(frames.by_file(frame, rule, participating_las), result.threshold)
    return replace(result, files=files, files_below=below)


def _of_files(result, rules: TableRules, counts: dict[str, pd.DataFrame], table: pd.DataFrame) -> RuleResult:
    """A result of the suite on files: it counts files, and its figure is the worst file's share."""
    config = result.expectation_config
    rule, column = rules[config.meta["rule"]], config.kwargs["column"]
    shares = table[column].dropna()
    small = column.endswith(SMALL_FILE_SUFFIX)
    found = RuleResult(
        rule=f"{rule.name} in each {'small file' if small else 'file'}",
        column=rule.column,
        severity=str(config.severity.value),
        passed=bool(result.success),
        observed=float(shares.min()) if len(shares) else None,
        threshold=config.meta["threshold"],
        element_count=len(shares),
        unexpected_count=int(result.result["unexpected_count"]),
        why=rule.why,
        remedy=rule.remedy,
        looked_at="files",
    )
    if found.passed:
        return found
    of_size = counts[rule.name].loc[shares.index]
    files, below = frames.worst_files(of_size, found.threshold)
    return replace(found, files=files, files_below=below)
