"""What is read of a raw table, and the arithmetic by file. Great Expectations has no part in it."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations.rules import MIN_RECORDS, MIN_UNMET, Rule, TableRules
from orchestration.domain.dbt_macros import seed_rows
from orchestration.quality import frames
from orchestration.quality.files import file_table
from orchestration.quality.suppliers import supplier_table


def _rule(test: str, column: str = "surname", **given) -> Rule:
    return Rule(name=column, test=test, column=column, warn_below=0.9, why="w.", remedy="r.", **given)


def test_a_roll_full_of_words_for_nothing_gives_no_names(con):
    """The words are those of staging's seed, which the gate reads before dbt has loaded it."""
    words = [row["phrase"] for row in seed_rows("placeholder_phrases") if row["meaning"] == "no_value"]
    assert {"tbc", "anhysbys", "none"} < set(words)
    received = [*words, *map(str.upper, words), " TBC ", "not\u00a0known", "--", "Tbcott"]
    con.register("received", pd.DataFrame({"surname": received, "cycle": "c"}, dtype="object"))
    con.execute("create table raw.plasc as select * from received")
    read = frames.read(con, TableRules("plasc", (_rule("given"),)), cycle="c")
    assert read["surname"].dropna().tolist() == ["Tbcott"]


def test_blank_and_placeholder_are_nothing_and_text_is_trimmed(con):
    given = ["", " ", "\u00a0\t", "-", "N/A", " Unknown ", "not known", None, " 3010 ", "Ann a", "u00"]
    con.register("given", pd.DataFrame({"surname": given, "cycle": "c", "unread": "x"}, dtype="object"))
    con.execute("create table raw.nhs as select * from given")
    read = frames.read(con, TableRules("nhs", (_rule("given"),)), cycle="c")
    assert list(read.columns) == ["surname"]
    assert read["surname"].dropna().tolist() == ["3010", "Ann a", "u00"]


def test_a_derived_column_is_made_of_the_tables_own(con):
    con.execute("create table raw.t as select 'c' as cycle, null::varchar as a, ' b ' as b")
    read = frames.read(
        con, TableRules("t", (_rule("given", "either"),), derived={"either": "coalesce(a, b)"}), cycle="c"
    )
    assert read["either"].tolist() == ["b"]


FRAME = pd.DataFrame(
    {
        "source_file": ["a", "a", "a", "b"],
        "surname": ["Jones", None, "7", "Jones"],
        "supplier_la_code": ["W06000015", "W06000015", "W06000021", None],
    }
)


@pytest.mark.parametrize(
    ("rule", "looked_at", "unmet"),
    [
        (_rule("given"), [3, 1], [1, 0]),
        (_rule("blank"), [3, 1], [2, 1]),
        (_rule("matches", pattern="^[A-Z]"), [2, 1], [1, 0]),
        (_rule("avoids", pattern="^[A-Z]"), [2, 1], [1, 1]),
        (_rule("unique"), [2, 1], [1, 1]),
        (_rule("participating", "supplier_la_code"), [3, 0], [1, 0]),
    ],
    ids=lambda given: given.test if isinstance(given, Rule) else "",
)
def test_each_test_counts_by_file(rule, looked_at, unmet):
    counts = frames.count_by_file(FRAME, rule, ["W06000015"])
    assert counts["looked_at"].tolist() == looked_at
    assert counts["unmet"].tolist() == unmet


def test_large_and_small_files_are_kept_apart():
    counts = pd.DataFrame(
        {"looked_at": [MIN_RECORDS, MIN_RECORDS - 1, 0], "unmet": [MIN_RECORDS // 2, 0, 0]},
        index=["large", "small", "nothing"],
    )
    table = file_table({"r": counts}, floors={"r": 0.4})
    assert table["r"].dropna().to_dict() == {"large": 0.5}
    assert table["r (small files)"].dropna().to_dict() == {"small": 1.0}


def test_the_worst_file_comes_first_and_ties_are_settled_by_size_then_name():
    counts = pd.DataFrame(
        {"looked_at": [10, 10, 20, 10, 10], "unmet": [5, 9, 10, 5, 1]}, index=["d", "worst", "c", "b", "fine"]
    )
    files, below = frames.worst_files(counts, 0.8)
    assert [file.source_file for file in files] == ["worst", "c", "b", "d"]
    assert below == 4


def test_a_file_below_its_floor_through_a_handful_of_records_is_judged_as_a_small_one():
    counts = pd.DataFrame({"looked_at": [100, 100], "unmet": [MIN_UNMET - 1, MIN_UNMET]}, index=["handful", "many"])
    table = file_table({"r": counts}, floors={"r": 0.9})
    assert list(table["r"].notna()) == [False, True]
    assert list(table["r (small files)"].notna()) == [True, False]


def test_a_supplier_is_measured_against_its_own_threshold_unless_few_records_decide():
    counts = pd.DataFrame(
        {"looked_at": [1000, 1000, MIN_RECORDS - 1, 400], "unmet": [50, 50, 15, MIN_UNMET - 1]},
        index=["own", "usual", "small", "handful"],
    )
    needed = dict.fromkeys(counts.index, 0.99) | {"own": 0.9}
    table = supplier_table({"r": counts}, needed={"r": needed})
    assert table["r"].dropna().to_dict() == {"own": 0.95, "usual": 0.95}
    assert table["r needed"].to_dict() == needed
