"""The published set is complete or it is the old one."""

import os

import duckdb
import pytest

from orchestration.paths import Folders
from orchestration.publishing import published_set

COLUMNS = {"match_outcomes": ["cycle", "record_id", "outcome"], "records_matched": ["cycle", "received"]}


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(published_set, "PUBLISHED_COLUMNS", COLUMNS)
    folders = Folders(tmp_path / "data")
    folders.data.mkdir()
    with duckdb.connect(str(folders.warehouse)) as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.match_outcomes as select * from (values "
            "('2025', 'nhs-2', 'partial', 'ZZCANARY'), ('2025', 'nhs-1', 'perfect', 'ZZCANARY')) "
            "t(cycle, record_id, outcome, surname)"
        )
        con.execute("create table marts.records_matched as select '2025' as cycle, 2 as received")
        con.execute("comment on table marts.records_matched is 'One row per cycle''s total\n'")
        con.execute("comment on column marts.records_matched.received is 'Records received: the supplier''s count'")
    return folders


def _read(folders, query):
    with duckdb.connect(str(folders.published / published_set.DATABASE_NAME), read_only=True) as con:
        return con.execute(query).fetchall()


def test_only_listed_columns_leave_the_warehouse(folders):
    result = published_set.publish(folders, set_name="one")
    assert result.rows == {"match_outcomes": 2, "records_matched": 1}
    assert _read(folders, "select * from marts.match_outcomes") == [
        ("2025", "nhs-1", "perfect"),
        ("2025", "nhs-2", "partial"),
    ]
    for path in folders.published.iterdir():
        assert b"ZZCANARY" not in path.read_bytes()


def test_parquet_lies_beside_it_with_the_same_rows(folders):
    published_set.publish(folders, set_name="one")
    rows = duckdb.sql(f"select * from '{folders.published}/match_outcomes.parquet'").fetchall()
    assert rows == _read(folders, "select * from marts.match_outcomes")


def test_descriptions_of_tables_and_columns_travel(folders):
    published_set.publish(folders, set_name="one")
    assert _read(folders, "select table_name, comment from duckdb_tables() order by all") == [
        ("match_outcomes", None),
        ("records_matched", "One row per cycle's total"),
    ]
    comment = _read(folders, "select comment from duckdb_columns() where column_name = 'received'")
    assert comment == [("Records received: the supplier's count",)]


def test_a_set_that_fails_leaves_the_old_one(folders, monkeypatch):
    published_set.publish(folders, set_name="one")
    monkeypatch.setattr(published_set, "PUBLISHED_COLUMNS", {**COLUMNS, "gone": ["a"]})
    with pytest.raises(duckdb.CatalogException):
        published_set.publish(folders, set_name="two")
    assert os.path.realpath(folders.published).endswith("one")
    assert len(_read(folders, "select * from marts.match_outcomes")) == 2


def test_a_reader_keeps_its_set_while_a_new_one_comes(folders):
    published_set.publish(folders, set_name="one")
    with duckdb.connect(str(folders.published / published_set.DATABASE_NAME), read_only=True) as reader:
        published_set.publish(folders, set_name="two")
        assert reader.execute("select count(*) from marts.match_outcomes").fetchone() == (2,)
    assert os.path.realpath(folders.published).endswith("two")


def test_old_sets_and_half_built_ones_are_removed(folders):
    sets = folders.state / "published_sets"
    (sets / ".dead.building").mkdir(parents=True)
    for number in range(5):
        published_set.publish(folders, set_name=f"set{number}")
        os.utime(sets / f"set{number}", (number, number))
    assert sorted(p.name for p in sets.iterdir()) == ["set2", "set3", "set4"]


def test_a_folder_made_by_hand_is_kept_aside(folders):
    folders.published.mkdir()
    (folders.published / "note.txt").write_text("mine")
    published_set.publish(folders, set_name="one")
    assert (folders.data / "published-before-one" / "note.txt").read_text() == "mine"


def test_published_columns_hold_nothing_personal():
    from orchestration.publishing.columns import PUBLISHED_COLUMNS

    personal = ("surname", "forename", "name", "birth", "dob", "address", "postcode", "upn", "phone", "email", "aln")
    leaking = [
        f"{table}.{column}"
        for table, columns in PUBLISHED_COLUMNS.items()
        for column in columns
        if any(word in column for word in personal)
    ]
    assert leaking == []
