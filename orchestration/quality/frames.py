"""The part of a raw table that a suite looks at, and how many values of each file meet a rule.

Put here reading and counting by file. Keep out what is asked (``expectations``) and what follows from the counts
(``records``, ``files``, ``suppliers``). Values stay in memory: only counts and file names leave this module's frames.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pandas as pd

from expectations import Rule, TableRules
from orchestration.domain.dbt_macros import render_macro
from orchestration.quality.results import FILES_NAMED, FileShare

LINEAGE = ("source_file", "source_row", "supplier_la_code", "row_fault")


def read(con: duckdb.DuckDBPyConnection, rules: TableRules, *, cycle: str | None) -> pd.DataFrame:
    """The columns that ``rules`` name, of their raw table, for one cycle (None: the whole table).

    Text is trimmed, and what staging would read as not given (blank, a dash, ``TBC``) becomes null. Columns are plain
    pandas text: Great Expectations is hundreds of times slower on Arrow-typed columns.
    """
    types = dict(
        con.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_schema = 'raw' and table_name = ?",
            [rules.table],
        ).fetchall()
    )
    wanted = dict.fromkeys(column for rule in rules for column in rule.columns)
    texts = {c for c in wanted if c not in LINEAGE and types.get(c, "VARCHAR") == "VARCHAR"}

    def received(column: str) -> str:
        sql = rules.derived.get(column, column)
        trimmed = f"trim({sql}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))" if column in texts else sql
        return f"{trimmed} as {column}"

    def given(column: str) -> str:
        if column not in texts:
            return column
        is_given = render_macro(f"is_given('{column}')")
        return f"case when {is_given} then {column} end as {column}"

    where, parameters = ("where cycle = ?", [cycle]) if cycle is not None else ("", [])
    return con.execute(
        f"select {', '.join(map(given, wanted))}"
        f" from (select {', '.join(map(received, wanted))} from raw.{rules.table} {where})",
        parameters,
    ).df()


class FileCounts:
    """For each rule, by source file: how many values it looked at (``looked_at``) and how many fail it (``unmet``).

    Ask by the rule's name; a rule is counted when it is first asked for.
    """

    def __init__(self, frame: pd.DataFrame, rules: TableRules, participating_las: Collection[str]):
        self._frame, self._rules, self._participating_las = frame, rules, participating_las
        self._counted: dict[str, pd.DataFrame] = {}

    def __getitem__(self, rule_name: str) -> pd.DataFrame:
        if rule_name not in self._counted:
            rule = self._rules[rule_name]
            self._counted[rule_name] = count_by_file(self._frame, rule, self._participating_las)
        return self._counted[rule_name]


def count_by_file(frame: pd.DataFrame, rule: Rule, participating_las: Collection[str]) -> pd.DataFrame:
    """For each source file: how many values the rule looked at, and how many fail it."""
    looked_at, met = _met(frame, rule, participating_las)
    counts = pd.DataFrame(
        {
            "source_file": frame["source_file"],
            "looked_at": looked_at.astype("int64"),
            "unmet": (looked_at & ~met).astype("int64"),
        }
    )
    return counts.groupby("source_file", sort=True).sum()


def worst_files(counts: pd.DataFrame, threshold: float) -> tuple[tuple[FileShare, ...], int]:
    """The files furthest below ``threshold``, worst first, and how many are below it at all."""
    below = [
        FileShare(str(name), int(row.looked_at), int(row.unmet)) for name, row in counts[counts["unmet"] > 0].iterrows()
    ]
    below = [file for file in below if file.share < threshold]
    below.sort(key=lambda file: (file.share, -file.looked_at, file.source_file))
    return tuple(below[:FILES_NAMED]), len(below)


def _met(frame: pd.DataFrame, rule: Rule, participating_las: Collection[str]) -> tuple[pd.Series, pd.Series]:
    """Two masks over the records: what the rule looks at, and what meets it."""
    everything = pd.Series(True, index=frame.index)
    if rule.test == "unique":
        complete = frame[list(rule.columns)].notna().all(axis=1)
        return complete, ~frame.duplicated(list(rule.columns), keep=False)
    given = frame[rule.column].notna()
    if rule.test == "given":
        return everything, given
    if rule.test == "blank":
        return everything, ~given
    if rule.test == "participating":
        return given, frame[rule.column].isin(list(participating_las))
    if not given.any():  # a column without any text has no text methods
        return given, given
    found = frame[rule.column].str.contains(rule.pattern, regex=True).fillna(False).astype(bool)
    return given, ~found if rule.test == "avoids" else found
