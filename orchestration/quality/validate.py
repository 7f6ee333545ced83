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

from expectations import DERIVED_COLUMNS, FILE_SUITES, RULES, SUITES
from expectations.rules import (
    MIN_RECORDS,
    MIN_UNMET,
    OF_VALUES,
    SMALL_FILE_SUFFIX,
    Rule,
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
    """Put the rules of ``source`` to ``raw.<source>`` for ``cycle``.

    ``source`` is a key of ``expectations.SUITES``; ``postcodes`` and ``schools`` have no cycle and are
    looked at whole. ``participating_las`` are GSS codes; ``thresholds`` are those that suppliers have of
    their own. ``con`` is only read. The answer is kept under ``store_dir``. A source of which no file was loaded passes with a warning and nothing is put to it.
    Raises ``KeyError`` for an unknown source and ``RuntimeError`` if a rule could not be put.
    """
    build_suite = SUITES[source]
    has_files = source in FILE_SUITES
    files = _files(con, source=source, cycle=cycle) if has_files else ()
    if has_files and files[0].observed == 0:
        return GateResult(source=source, cycle=cycle, records=0, rules=files)

    rules = {rule.name: rule for rule in RULES[source]}
    frame = frames.read(
        con,
        table=source,
        rules=RULES[source],
        derived=DERIVED_COLUMNS.get(source, {}),
        cycle=cycle if has_files else None,
    )
    context = store.open_context(store_dir)
    counts = {
        name: frames.by_file(frame, rule, participating_las)
        for name, rule in rules.items()
        if has_files and (rule.is_put_to_each_file or rule.is_put_to_each_supplier)
    }
    few = {
        name
        for name, count in counts.items()
        if rules[name].is_put_to_each_file
        and (count["looked_at"].sum() < MIN_RECORDS or count["unmet"].sum() < MIN_UNMET)
    }
    suite = without_stops(build_suite(participating_las=participating_las), few)
    answer = store.run_suite(context, suite=suite, frame=frame, cycle=cycle)
    found = [_of_records(result, rules) for result in answer.results]
    if has_files:
        found = [_with_files(result, frame, rules, participating_las) for result in found]
        floors = {name: rules[name].stop_below for name in counts if rules[name].is_put_to_each_file}
        table = frames.file_table({name: counts[name] for name in floors}, floors=floors)
        answer = store.run_suite(context, suite=FILE_SUITES[source](), frame=table, cycle=cycle)
        of_files = [_of_files(result, rules, counts, table) for result in answer.results]
        needed = suppliers.shares_needed(con, source=source, cycle=cycle, rules=RULES[source], thresholds=thresholds)
        table = frames.supplier_table({name: counts[name] for name in needed}, needed=needed)
        suite = build_supplier_suite(source, RULES[source])
        answer = store.run_suite(context, suite=suite, frame=table, cycle=cycle)
        of_files += [suppliers.result_of(result, rules, counts, table) for result in answer.results]
        found += [result for result in of_files if result.element_count]
    order = {name: place for place, name in enumerate(rules)}
    found.sort(key=lambda result: (order[result.rule.split(" ")[0]], result.severity, result.rule))
    return GateResult(source=source, cycle=cycle, records=len(frame), rules=(*files, *found))


def _files(con: duckdb.DuckDBPyConnection, *, source: str, cycle: str) -> tuple[RuleResult, ...]:
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


def _of_records(result, rules: dict[str, Rule]) -> RuleResult:
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
    rules: dict[str, Rule],
    participating_las: Collection[str],
) -> RuleResult:
    """The result, with the worst files named if it failed."""
    rule = rules[result.rule]
    if result.passed or rule.test == "not_empty":
        return result
    files, below = frames.worst_files(frames.by_file(frame, rule, participating_las), result.threshold)
    return replace(result, files=files, files_below=below)


def _of_files(result, rules: dict[str, Rule], counts: dict[str, pd.DataFrame], table: pd.DataFrame) -> RuleResult:
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
