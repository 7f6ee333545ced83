"""The part of a raw table that a suite looks at, and how each of its files stands.

Put here reading and the arithmetic by file. Keep out what is asked (``expectations``) and what is made
of it (``validate``). Values stay in memory: only counts and file names leave this module's frames.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pandas as pd

from expectations.rules import MIN_RECORDS, MIN_UNMET, Rule, TableRules
from expectations.suites import NEEDED_SUFFIX, SMALL_FILE_SUFFIX
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


def by_file(frame: pd.DataFrame, rule: Rule, participating_las: Collection[str]) -> pd.DataFrame:
    """For each source file: how many values the rule looked at, and how many do not meet it."""
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


def file_table(counts: dict[str, pd.DataFrame], *, floors: dict[str, float]) -> pd.DataFrame:
    """One row a file, and for each rule the share that meets it: large and small files apart.

    ``counts`` holds ``by_file`` for each rule's name, ``floors`` the share below which it blocks. Null
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


def supplier_table(counts: dict[str, pd.DataFrame], *, needed: dict[str, dict[str, float]]) -> pd.DataFrame:
    """One row a file, and for each rule the share that meets it beside the share needed of its supplier.

    ``counts`` holds ``by_file`` for each rule's name, ``needed`` for each rule the share needed by file. Null
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
