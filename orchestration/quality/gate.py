"""One gate: a raw table of one cycle against the rules of its source.

Put here the order of a gate's checks and what it says of the files received. Keep out the checks themselves
(``records``, ``files``, ``suppliers``), the rules (``expectations``), the wording of results (``results``) and how
Great Expectations is set up (``store``).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

import duckdb

from expectations import RULES
from orchestration.quality import files, frames, records, store, suppliers
from orchestration.quality.results import GateResult, RuleResult
from orchestration.quality.thresholds import NO_THRESHOLDS, Thresholds


def run_gate(
    con: duckdb.DuckDBPyConnection,
    *,
    source: str,
    cycle: str,
    store_dir: Path,
    participating_las: Collection[str] = (),
    thresholds: Thresholds = NO_THRESHOLDS,
) -> GateResult:
    """Check ``raw.<source>`` of ``cycle``: its records, each of its files, and what each supplier should reach.

    ``source`` is a key of ``expectations.RULES``; ``postcodes`` and ``schools`` have no cycle and no files, and are
    checked whole. ``participating_las`` are GSS codes; ``thresholds`` are those that suppliers have of their own.
    ``con`` is only read. The results are kept under ``store_dir``. A source of which no file was loaded passes with a
    warning, and nothing is checked. Raises ``KeyError`` for an unknown source and ``RuntimeError`` if a rule could not
    be checked.
    """
    rules = RULES[source]
    has_files = rules.file_severity is not None
    received = _files_received(con, source=source, cycle=cycle) if has_files else ()
    if has_files and received[0].observed == 0:
        return GateResult(source=source, cycle=cycle, records=0, rules=received)

    frame = frames.read(con, rules, cycle=cycle if has_files else None)
    run_suite = partial(store.run_suite, store.open_context(store_dir), cycle=cycle)
    if has_files:
        counts = frames.FileCounts(frame, rules, participating_las)
        needed = suppliers.shares_needed(con, rules, cycle=cycle, thresholds=thresholds)
        found = [
            *records.check(run_suite, rules, frame, counts, participating_las=participating_las),
            *files.check(run_suite, rules, counts),
            *suppliers.check(run_suite, rules, counts, needed),
        ]
    else:
        found = records.check(run_suite, rules, frame, None, participating_las=participating_las)
    order = {rule.name: place for place, rule in enumerate(rules)}
    found.sort(key=lambda result: (order[result.base_rule], result.severity, result.rule))
    return GateResult(source=source, cycle=cycle, records=len(frame), rules=(*received, *found))


def _files_received(con: duckdb.DuckDBPyConnection, *, source: str, cycle: str) -> tuple[RuleResult, ...]:
    """What came of the source: a file at all, and none held back. Both only warn."""
    loaded, not_loaded = con.execute(
        "select count(*) filter (status = 'loaded'), "
        "count(*) filter (status in ('held', 'unreadable')) "
        "from raw.files where source = ? and cycle = ?",
        [source, cycle],
    ).fetchone()
    came = loaded + not_loaded
    common = {"column": None, "severity": "warning", "element_count": came}
    return (
        RuleResult(
            rule="file_loaded",
            passed=loaded > 0,
            observed=float(loaded),
            threshold=1,
            unexpected_count=not_loaded,
            looked_at="files received",
            why="A source that has not come leaves its children unmatched.",
            remedy="Ask for the files that the load report names as not received.",
            **common,
        ),
        RuleResult(
            rule="no_file_held",
            passed=not_loaded == 0,
            observed=loaded / came if came else None,
            threshold=1,
            unexpected_count=not_loaded,
            looked_at="files received",
            why="A file held back is as good as not received.",
            remedy="See the load report for what to correct in each file held back.",
            **common,
        ),
    )
