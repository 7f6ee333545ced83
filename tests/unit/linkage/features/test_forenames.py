"""How forenames sound, and which spellings are no names."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.linkage.features import prepare_features
from orchestration.linkage.features.forenames import create_sound_macros
from orchestration.linkage.settings import ALIAS_FILE


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    create_sound_macros(con)
    return con


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("khadija", "khadeeja", True),
        ("leila", "layla", True),
        ("hussain", "husayn", True),
        ("musa", "moosa", True),
        ("fatima", "fathimah", True),
        ("mohamud", "muhammad", True),
        ("mahmud", "muhammad", False),  # another name
        ("hassan", "hussein", False),  # brothers in many families
        ("gabriel", "gabriella", False),
        ("christina", "christine", False),
        ("daniel", "danielle", False),
        ("elin", "elan", False),
        ("mali", "mari", False),
        ("carys", "cerys", False),
    ],
)
def test_sounds(con, a, b, same):
    row = con.execute("select sound($a), sound($b), shape(sound($a)), shape(sound($b))", {"a": a, "b": b}).fetchone()
    assert (row[0] == row[1] or (row[2] is not None and row[2] == row[3])) is same


def test_a_name_is_what_both_sides_call_a_child(make_record, make_table):
    """Tirw is what both sides call two children; Osiam is one side's spelling only; Mali is in the seed."""
    days = ["2014-05-01", "2014-05-02", "2014-05-03", "2014-05-04"]
    names = [("Tirw", "Tirw"), ("Tirw", "Tirw"), ("Osiam", "Osian"), ("Mali", "Nest")]
    left = [
        make_record(f"nhs-{i}", "nhs", "Ember", a, day, "ZA1 1AA")
        for i, ((a, _), day) in enumerate(zip(names, days, strict=True))
    ]
    right = [
        make_record(f"plasc-{i}", "plasc", "Ember", b, day, "ZA1 1AA")
        for i, ((_, b), day) in enumerate(zip(names, days, strict=True))
    ]
    # a leaver stands on both sides: that it agrees with itself makes no name of Zuny
    leaver = make_record("leaver-1", "leaver", "Ember", "Zuny", "2014-05-05", "ZA1 1AA")
    con = duckdb.connect()
    prepare_features(con, make_table([*left, leaver]), make_table([*right, leaver]), alias_file=ALIAS_FILE)
    rare = dict(con.execute("select fn_first, fn_rare from left_features order by unique_id").fetchall())
    assert rare == {"tirw": False, "osiam": True, "mali": False, "zuny": True}
