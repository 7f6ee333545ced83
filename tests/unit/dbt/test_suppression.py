"""Who is a child on the list of suppressions, who only looks so, and that row order never matters."""

import random

import pytest

CHILD = {
    "entry": "row 2",
    "origin": "person",
    "reason": "shielded",
    "list_row": 2,
    "la_code": None,
    "surname_key": "huws",
    "first_forename_key": "sion",
    "date_of_birth": "2014-09-03",
    "postcode": "ZZ1 1AB",
}
IDENTITY = "surname_key varchar, first_forename_key varchar, date_of_birth date, postcode varchar"
LIST = f"entry varchar, origin varchar, reason varchar, list_row integer, la_code varchar, {IDENTITY}"
STATED = f"source_row integer, reason varchar, {IDENTITY}"
RECORDS = (
    "record_id varchar, source varchar, surname_keys varchar[], forename_keys varchar[],"
    " date_of_birth date, postcode varchar"
)


@pytest.fixture
def verdicts(render, con):
    """A function: entries of the list, records, what a person cleared -> {record_id: (verdict, reason, agrees)}."""

    def fill(table, columns, rows):
        con.execute(f"create or replace table {table} ({columns})")
        names = [c.split()[0] for c in columns.split(", ")]
        for row in rows:
            con.execute(f"insert into {table} values ({', '.join('?' * len(names))})", [row.get(n) for n in names])

    def run(entries, records, cleared=()):
        con.execute(
            "create or replace table seeds.int_forename_variants as "
            "select distinct one.forename_key, other.forename_key as other_key "
            "from seeds.forename_aliases as one join seeds.forename_aliases as other using (alias_group)"
        )
        fill("seeds.int_suppression_list", LIST, entries)
        fill("seeds.stg_suppressions", STATED, [{"reason": "not_suppressed", **c} for c in cleared])
        fill("records_met", RECORDS, records)
        rows = con.execute(render("suppression_verdicts('records_met')")).fetchall()
        assert len({r[0] for r in rows}) == len(rows)
        return {r[0]: (r[2], r[3], r[7]) for r in rows}

    return run


def record(name="r", *, surname="huws", forename="sion", born="2014-09-03", postcode="ZZ1 1AB", source="nhs"):
    return {
        "record_id": name,
        "source": source,
        "surname_keys": [surname] if surname else [],
        "forename_keys": [forename] if forename else [],
        "date_of_birth": born,
        "postcode": postcode,
    }


@pytest.mark.parametrize(
    ("differs", "verdict"),
    [
        ({}, "suppressed"),
        ({"postcode": "ZZ2 2AB"}, "suppressed"),
        ({"postcode": None}, "suppressed"),
        ({"surname": "prys"}, "suppressed"),
        ({"surname": None}, "suppressed"),
        ({"forename": "nia"}, "held"),  # a twin
        ({"forename": "john"}, "held"),  # the same name in English, or a twin all the same
        ({"forename": None}, "held"),
        ({"surname": "prys", "forename": "nia"}, "held"),
        ({"born": "2013-09-03"}, "held"),
        ({"born": None}, "held"),
        ({"forename": "john", "postcode": "ZZ2 2AB"}, "held"),
        ({"surname": "huwsprys", "postcode": "ZZ2 2AB"}, "held"),
        ({"surname": "hughws", "postcode": "ZZ2 2AB"}, "held"),
        ({"surname": "prys", "postcode": "ZZ2 2AB"}, None),
        ({"forename": "nia", "postcode": "ZZ2 2AB"}, None),
        ({"born": "2013-09-03", "postcode": "ZZ2 2AB"}, None),
        ({"born": "2013-09-03", "forename": "nia"}, None),  # a sister
        ({"born": None, "postcode": None}, None),
    ],
)
def test_each_likeness_has_its_verdict(verdicts, differs, verdict):
    found = verdicts([CHILD], [record(**differs)])
    assert (found["r"][0] if found else None) == verdict


def test_an_entry_without_a_postcode_finds_by_name_and_birth_date(verdicts):
    entry = CHILD | {"postcode": None}
    assert verdicts([entry], [record(postcode=None)])["r"][0] == "suppressed"
    assert verdicts([entry], [record(surname="prys")]) == {}


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        (["ZZ1 1AB", "ZZ2 2AB"], ["suppressed", "held"]),
        (["ZZ2 2AB", "ZZ3 3AB"], ["held", "held"]),
        (["ZZ2 2AB", "ZZ2 2AB"], ["suppressed", "suppressed"]),
        (["ZZ2 2AB", None], ["suppressed", "suppressed"]),
    ],
)
def test_of_namesakes_at_several_homes_only_the_one_at_the_home_on_the_list_is_sure(verdicts, homes, expected):
    found = verdicts([CHILD], [record(str(i), postcode=home) for i, home in enumerate(homes)])
    assert [found[str(i)][0] for i in range(len(homes))] == expected
    # another supplier's record of the child is no other home
    assert verdicts([CHILD], [record("nhs"), record("ehe", postcode="ZZ2 2AB", source="ehe")])["ehe"][0] == "suppressed"


def test_a_record_of_a_death_suppresses_only_what_agrees_wholly(verdicts):
    died = CHILD | {"entry": "plasc-1", "origin": "school_roll", "reason": "died"}
    found = verdicts(
        [died],
        [
            record("whole"),
            record("moved", postcode="ZZ2 2AB"),
            record("at_home", source="ehe"),
            record("surname", surname="prys"),
        ],
    )
    assert {name: f[0] for name, f in found.items()} == {
        "whole": "suppressed",
        "moved": "held",
        "at_home": "held",
        "surname": "held",
    }


def test_the_surest_entry_holds_and_having_died_comes_before_all(verdicts):
    entries = [
        CHILD,
        CHILD | {"entry": "row 3", "reason": "objection_upheld"},
        CHILD | {"entry": "row 4", "reason": "died", "first_forename_key": "nia"},
    ]
    found = verdicts(entries, [record("sion"), record("nia", forename="nia"), record("gwen", forename="gwen")])
    assert {name: f[:2] for name, f in found.items()} == {
        "sion": ("suppressed", "objection_upheld"),
        "nia": ("suppressed", "died"),
        "gwen": ("held", "died"),
    }


def test_what_a_person_cleared_is_this_child_at_this_home_and_no_other(verdicts):
    twin = {"surname_key": "huws", "first_forename_key": "nia", "date_of_birth": "2014-09-03", "postcode": "ZZ1 1AB"}
    found = verdicts([CHILD], [record("twin", forename="nia"), record("other", forename="gwen")], [twin])
    assert (found["twin"][0], found["other"][0]) == ("cleared", "held")


def test_row_order_never_matters(verdicts):
    entries = [
        CHILD
        | {
            "entry": f"row {i}",
            "reason": ("died", "shielded", "objection_upheld")[i % 3],
            "first_forename_key": ("sion", "nia")[i % 2],
        }
        for i in range(6)
    ]
    records = [
        record(
            str(i),
            forename=("sion", "nia", "john")[i % 3],
            postcode=("ZZ1 1AB", "ZZ2 2AB")[i % 2],
            source=("nhs", "ehe")[i // 6],
        )
        for i in range(12)
    ]
    first = verdicts(entries, records)
    assert len(first) == 12
    for seed in range(5):
        random.Random(seed).shuffle(entries)
        random.Random(seed + 9).shuffle(records)
        assert verdicts(entries, records) == first
