"""Files that are not read again, and that the result is the same as if they had been."""

import datetime as dt
import os

import pytest

CYCLE = "annual-2025"
FIRST, LATER = dt.datetime(2025, 5, 1), dt.datetime(2025, 6, 1)
CARDIFF, POWYS = "W06000015", "W06000023"
EHE = ["LocalID", "Surname", "Forename", "DOB", "Postcode", "Suitability"]
SCHOOL = ["Surname", "Forename", "Date of birth", "Postcode"]


def ehe(*ids):
    return [EHE, *([i, "Prys", f"Nel{i}", "2014-09-03", "CF99 1AA", "Suitable"] for i in ids)]


def pupils(*ids):
    return [SCHOOL, *(["Prys", f"Nel{i}", "2014-09-03", "CF99 1AA"] for i in ids)]


@pytest.fixture
def put(landing):
    """Writes a file that looks as if it came long ago."""

    def run(where, rows):
        path = landing.put(where, rows)
        os.utime(path, (1, 1))
        return path

    return run


@pytest.fixture
def load(con, landing):
    """Loads a source; returns when the rows of each file were loaded, by file."""

    def run(source="ehe", *, basis="one", now=LATER):
        landing.load(source, now=now, basis=basis)
        rows = con.execute(f"select distinct source_file, loaded_at from raw.{source}").fetchall()
        return {file.split("/", 1)[1]: when for file, when in rows}

    return run


@pytest.fixture
def state(con):
    """All that a load leaves, without when it was."""

    def of(source="ehe"):
        return [
            con.execute(f"select * exclude (loaded_at) from raw.{table} order by all").fetchall()
            for table in (source, "files")
        ]

    return of


def place(la):
    return f"local_authorities/{la}/ehe.csv"


def test_only_the_file_that_came_is_read(con, put, load, state):
    put(place(CARDIFF), ehe("a", "b"))
    load(now=FIRST)
    put(place(POWYS), ehe("c"))
    assert load() == {f"{CARDIFF}/ehe.csv": FIRST, f"{POWYS}/ehe.csv": LATER}
    partly = state()
    load(basis="two")
    load(basis="one")
    assert state() == partly
    assert con.sql("select distinct loaded_at from raw.files where status = 'loaded'").fetchall() == [(LATER,)]


def test_a_line_keeps_the_time_of_its_rows(con, put, load):
    put(place(CARDIFF), ehe("a"))
    load(now=FIRST)
    load()
    assert con.sql("select loaded_at from raw.files where status = 'loaded'").fetchall() == [(FIRST,)]


@pytest.mark.parametrize("basis", [None, "two"])
def test_on_another_basis_every_file_is_read(put, load, basis):
    put(place(CARDIFF), ehe("a"))
    load(now=FIRST)
    assert load(basis=basis) == {f"{CARDIFF}/ehe.csv": LATER}


def test_a_file_that_changed_or_came_again_is_read(put, load):
    put(place(CARDIFF), ehe("a"))
    os.utime(put(place(POWYS), ehe("b")), (1, 1))
    load(now=FIRST)
    put(place(CARDIFF), ehe("z"))
    path = put(place(POWYS), ehe("b"))
    os.utime(path, (2, 2))
    assert set(load().values()) == {LATER}


def test_a_file_that_is_gone_takes_its_rows_with_it(put, load):
    put(place(CARDIFF), ehe("a"))
    path = put(place(POWYS), ehe("b"))
    load(now=FIRST)
    path.unlink()
    assert load() == {f"{CARDIFF}/ehe.csv": FIRST}


def test_a_copy_of_it_elsewhere_is_judged_with_it(con, put, load):
    put(place(POWYS), ehe("a"))
    load(now=FIRST)
    put(place(CARDIFF), ehe("a"))
    assert load() == {f"{CARDIFF}/ehe.csv": LATER}
    assert con.sql(
        "select status, reason_code from raw.files where rows_received = 0 and file_hash is not null"
    ).fetchall() == [("held", "same_content")]


def test_a_second_file_of_its_supplier_is_judged_with_it(put, load):
    put("independent_schools/6816001.csv", pupils(1, 2))
    put("independent_schools/6816002.csv", pupils(3))
    load("independent_schools", now=FIRST)
    second = put("independent_schools/6816001.v2.csv", pupils(1, 2, 4))
    assert load("independent_schools") == {"6816001.v2.csv": LATER, "6816002.csv": FIRST}
    second.unlink()
    assert load("independent_schools", now=FIRST) == {"6816001.csv": FIRST, "6816002.csv": FIRST}


def test_an_accepted_file_is_read_each_time(landing, put, load):
    put(place(CARDIFF), ehe("a"))
    landing.settings(accept=[place(CARDIFF)])
    load(now=FIRST)
    assert load() == {f"{CARDIFF}/ehe.csv": LATER}


def test_a_file_that_was_held_is_read_again(con, put, load):
    put(place(CARDIFF), [EHE[:5], ["a", "Prys", "Nel", "2014-09-03", "CF99 1AA"]])
    load(now=FIRST)
    load()
    assert con.sql("select status, loaded_at from raw.files where file_hash is not null").fetchall() == [
        ("held", LATER)
    ]
