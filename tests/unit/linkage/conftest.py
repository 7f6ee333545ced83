"""Small invented tables in the shape of linkage, and one linked scenario that several tests read.

A handful of records alone has no common and no rare names, so scenarios stand before a background of
children who are found on both sides and have nothing to do with the case.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pyarrow as pa
import pytest

from orchestration.linkage.features.inputs import INPUT_COLUMNS, TEXT_COLUMNS
from orchestration.linkage.run import LinkageResult, link
from orchestration.linkage.settings import LinkageSettings

SCHEMA = pa.schema(
    [
        (c, pa.string() if c in TEXT_COLUMNS else pa.date32() if c == "date_of_birth" else pa.float64())
        for c in INPUT_COLUMNS
    ]
)
FORENAMES = [
    "Alys",
    "Bryn",
    "Cai",
    "Dylan",
    "Elan",
    "Fflur",
    "Glyn",
    "Heti",
    "Idwal",
    "Jona",
    "Lois",
    "Moi",
    "Nest",
    "Oswyn",
    "Prys",
    "Rhun",
    "Sali",
    "Tegid",
    "Una",
    "Wena",
    "Yoric",
    "Zena",
]
SURNAMES = [
    "Arden",
    "Brock",
    "Colley",
    "Dunster",
    "Ember",
    "Fenwick",
    "Garth",
    "Holt",
    "Ince",
    "Jessop",
    "Kemble",
    "Lorne",
    "Marl",
    "Nettle",
    "Orme",
    "Pell",
    "Quill",
    "Rudd",
    "Stroud",
    "Thirsk",
    "Ulph",
    "Vane",
    "Wick",
    "Yarrow",
]


def record(
    record_id: str,
    kind: str,
    surname: str | None,
    forenames: str | None,
    born: str | None,
    postcode: str | None,
    **more,
) -> dict:
    return {
        "record_id": record_id,
        "kind": kind,
        "la_code": "W06000015",
        "surname": surname,
        "forenames": forenames,
        "date_of_birth": dt.date.fromisoformat(born) if born else None,
        "postcode": postcode,
        **more,
    }


def as_table(records: list[dict]) -> pa.Table:
    return pa.Table.from_pylist([{name: r.get(name) for name in SCHEMA.names} for r in records], schema=SCHEMA)


def background(count: int = 600) -> tuple[list[dict], list[dict]]:
    """Children on both sides under the same details; every twelfth is missing from the right."""
    rng = random.Random(4)
    left, right = [], []
    for i in range(count):
        born = (dt.date(2008, 9, 1) + dt.timedelta(days=rng.randrange(4200))).isoformat()
        postcode = f"ZA{i % 9 + 1} {rng.randrange(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"
        name = (rng.choice(SURNAMES), rng.choice(FORENAMES), born, postcode)
        left.append(record(f"nhs-background-{i:04d}", "nhs", *name))
        if i % 12:
            right.append(record(f"plasc-background-{i:04d}", "plasc", *name))
    return left, right


SCENARIO_LEFT = [
    record("nhs-exact", "nhs", "Siôn-Hughes", "Llŷr", "2014-05-06", "ZA1 1AA"),
    # twins on both sides, forenames alike at the start
    record("nhs-twin-a", "nhs", "Morwyn", "Ellis", "2013-03-03", "ZA1 2BB"),
    record("nhs-twin-b", "nhs", "Morwyn", "Elwyn", "2013-03-03", "ZA1 2BB"),
    # a twin whose brother alone is at school: the brother must not stand for her
    record("nhs-lone-twin", "nhs", "Tafarn", "Gwenan", "2015-07-08", "ZA2 3DD"),
    # both twins on the NHS list, one at school, under a spelling that could be either
    record("nhs-alike-a", "nhs", "Penrhos", "Aneira", "2012-11-11", "ZA3 3DD"),
    record("nhs-alike-b", "nhs", "Penrhos", "Aneirin", "2012-11-11", "ZA3 3DD"),
    # unnamed at registration; and the same where the home has two children born that day
    record("nhs-unnamed", "nhs", "Brigant", "Baby", "2016-02-01", "ZA4 4EE"),
    record("nhs-unnamed-twin", "nhs", "Coedwr", "Twin 1", "2016-02-01", "ZA4 5EE"),
    # an elder sister at school is not the child
    record("nhs-sibling", "nhs", "Derwydd", "Mabyn", "2017-01-20", "ZA5 1FF"),
    # names exchanged, surname changed, moved, Welsh form of the name
    record("nhs-swapped", "nhs", "Tegwen", "Hafodwy", "2011-09-09", "ZA6 1GG"),
    record("nhs-surname", "nhs", "Ifanwy", "Cerwyn", "2010-10-10", "ZA6 2GG", former_surname=None),
    record("nhs-welsh-form", "nhs", "Llwyncelyn", "David", "2009-12-02", "ZA6 3GG"),
    record("nhs-day-month", "nhs", "Maesgwyn", "Ithel", "2012-04-07", "ZA6 4GG"),
    # one child twice on the list: by marriage of the parents another surname, same forename and home
    record("nhs-once", "nhs", "Nantlle", "Branwen", "2013-08-15", "ZA7 1HH"),
    record("nhs-twice", "nhs", "Glasfor", "Branwen", "2013-08-15", "ZA7 1HH"),
    # only ever seen as a leaver and as a case
    record("nhs-left", "nhs", "Odell-Rhan", "Tirwen", "2011-06-05", "ZA8 1JJ"),
    # two schools report one child: matched to other sources only
    record("independent-1", "independent_school", "Quarrwr", "Non", "2014-04-04", "ZA8 2JJ"),
    # listed twice under an old address, and a twin whose name is a form of her sister's
    record("nhs-stale", "nhs", "Ystwyth", "Gwawl", "2012-08-21", "ZA9 5LL"),
    record("nhs-current", "nhs", "Ystwyth", "Gwawl", "2012-08-21", "ZB9 5LL"),
    record("nhs-jac", "nhs", "Xanthe", "Jac", "2014-02-18", "ZA9 6LL"),
    record("nhs-jack", "nhs", "Xanthe", "Jack", "2014-02-18", "ZA9 6LL"),
    # a slip of the pen, and one name from another script
    record("nhs-slip", "nhs", "Vaughton", "Olivua", "2015-10-02", "ZA9 7LL"),
    record("nhs-script", "nhs", "Warfield", "Khadeeja", "2011-10-12", "ZA9 8LL"),
    # a case about Amir, who is out of school; his twin Amira is on the roll, and the NHS lists both
    record("nhs-amir", "nhs", "Zennor", "Amir", "2013-06-11", "ZA9 9LL"),
    record("nhs-amira", "nhs", "Zennor", "Amira", "2013-06-11", "ZA9 9LL"),
    record("cme-amir", "cme", "Zennor", "Amir", "2013-06-11", "ZA9 9LL"),
    # only the boy is on the list, only a girl of nearly his name on the roll: perhaps one child, perhaps two
    record("nhs-daniel", "nhs", "Umber", "Daniel", "2013-01-09", "ZA9 2LM"),
    # cousins of one name, years apart
    record("nhs-cousin", "nhs", "Tarrant", "Lowri", "2010-07-09", "ZA9 3LM"),
    # a moved family: the elder is plain, the younger took another surname and has day and month exchanged
    record("nhs-elder", "nhs", "Rhosgad", "Anwylyd", "2012-02-20", "ZA9 1LL", address="4 Heol Rhos"),
    record("nhs-younger", "nhs", "Rhosgad", "Gwawr", "2015-05-04", "ZA9 1LL", address="4 Heol Rhos"),
]
SCENARIO_RIGHT = [
    record("plasc-exact", "plasc", "Sion Hughes", "LLYR", "2014-05-06", "ZA1 1AA"),
    record("plasc-twin-a", "plasc", "Morwyn", "Ellis", "2013-03-03", "ZA1 2BB"),
    record("plasc-twin-b", "plasc", "Morwyn", "Elwyn", "2013-03-03", "ZA1 2BB"),
    record("plasc-brother", "plasc", "Tafarn", "Macsen", "2015-07-08", "ZA2 3DD"),
    record("plasc-alike", "plasc", "Penrhos", "Aneiri", "2012-11-11", "ZA3 3DD"),
    record("plasc-named", "plasc", "Brigant", "Eluned", "2016-02-01", "ZA4 4EE"),
    record("plasc-named-twin-a", "plasc", "Coedwr", "Eurgain", "2016-02-01", "ZA4 5EE"),
    record("plasc-named-twin-b", "plasc", "Coedwr", "Sulwen", "2016-02-01", "ZA4 5EE"),
    record("plasc-sister", "plasc", "Derwydd", "Nerys", "2013-12-01", "ZA5 1FF"),
    record("plasc-swapped", "plasc", "Hafodwy", "Tegwen", "2011-09-09", "ZA6 1GG"),
    record("ehe-surname", "ehe", "Brockenfell", "Cerwyn", "2010-10-10", "ZA6 2GG"),
    record("plasc-welsh-form", "plasc", "Llwyncelyn", "Dafydd", "2009-12-02", "ZA6 3GG"),
    record("plasc-day-month", "plasc", "Maesgwyn", "Ithel", "2012-07-04", "ZA6 4GG"),
    record("plasc-once", "plasc", "Nantlle", "Branwen", "2013-08-15", "ZA7 1HH"),
    record("leaver-left", "leaver", "Odell-Rhan", "Tirwen", "2011-06-05", "ZA8 1JJ"),
    record("cme-left", "cme", "Odell Rhan", "Tirwen", "2011-06-05", "ZA8 1JJ"),
    record("independent-1", "independent_school", "Quarrwr", "Non", "2014-04-04", "ZA8 2JJ"),
    record("independent-2", "independent_school", "Quarrwr", "Non", "2014-04-04", "ZA8 2JJ"),
    record("plasc-current", "plasc", "Ystwyth", "Gwawl", "2012-08-21", "ZB9 5LL"),
    record("plasc-jac", "plasc", "Xanthe", "Jac", "2014-02-18", "ZA9 6LL"),
    record("plasc-slip", "plasc", "Vaughton", "Olivia", "2015-10-02", "ZA9 7LL"),
    record("plasc-script", "plasc", "Warfield", "Khadija", "2011-10-12", "ZA9 8LL"),
    record("plasc-amira", "plasc", "Zennor", "Amira", "2013-06-11", "ZA9 9LL"),
    record("plasc-daniela", "plasc", "Umber", "Daniela", "2013-01-09", "ZA9 2LM"),
    record("plasc-cousin", "plasc", "Tarrant", "Lowri", "2008-06-19", "ZA9 3LM"),
    record("plasc-elder", "plasc", "Rhosgad", "Anwylyd", "2012-02-20", "ZB4 4WW", address="9 Stryd Fawr"),
    record("plasc-younger", "plasc", "Trefgarn", "Gwawr", "2015-04-05", "ZB4 4WW", address="9 Stryd Fawr"),
]


@pytest.fixture(scope="session")
def make_record() -> Callable[..., dict]:
    return record


@pytest.fixture(scope="session")
def make_table() -> Callable[[list[dict]], pa.Table]:
    return as_table


@pytest.fixture(scope="session")
def scenario_tables() -> tuple[pa.Table, pa.Table]:
    left, right = background()
    return as_table(left + SCENARIO_LEFT), as_table(right + SCENARIO_RIGHT)


@pytest.fixture(scope="session")
def linked(scenario_tables) -> LinkageResult:
    return link(*scenario_tables, cycle="2025-annual", settings=LinkageSettings())


@pytest.fixture
def make_background() -> Callable[..., tuple[list[dict], list[dict]]]:
    return background
