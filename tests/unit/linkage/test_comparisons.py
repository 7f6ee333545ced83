"""Comparison levels, read as tables of pairs: two records, and the level at which they agree."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.linkage.comparisons import comparisons, splink_comparison
from orchestration.linkage.features import prepare_features
from orchestration.linkage.model import ModelFile
from orchestration.linkage.settings import ALIAS_FILE


def levels_of(name: str, pairs: list[tuple[dict, dict]], make_table) -> list[str | None]:
    """The level of each pair under the comparison ``name``; records are numbered so that pairs keep order."""
    base = {"kind": "nhs"}
    left = make_table([base | {"record_id": f"{i:03d}"} | a for i, (a, _) in enumerate(pairs)])
    right = make_table([base | {"record_id": f"{i:03d}", "kind": "plasc"} | b for i, (_, b) in enumerate(pairs)])
    comparison = next(c for c in comparisons() if c.name == name)
    cases = " ".join(
        f"else '{level.name}'" if level.sql == "ELSE" else f"when {level.sql} then '{level.name}'"
        for level in comparison.levels
    )
    con = duckdb.connect()
    prepare_features(con, left, right, alias_file=ALIAS_FILE)
    con.execute(
        "create view l as select columns(*) as '\\0_l' from left_features;"
        "create view r as select columns(*) as '\\0_r' from right_features"
    )
    rows = con.execute(
        f"select case when {comparison.null_sql} then null {cases} end"
        " from l join r on unique_id_l = unique_id_r order by unique_id_l"
    ).fetchall()
    return [row[0] for row in rows]


FORENAMES = [
    # NHS forenames, school forename, school middle names, level
    ("ELLA GRACE", "Ella", "Grace Ann", "full"),
    ("ELLA GRACE", "Ella", "Rose", "other_middle"),
    ("ELLA", "Ella", "Grace", "first"),
    ("SION", "Siôn", None, "first"),  # diacritics are lost on the NHS side
    ("ELLA GRACE", "Ellagrace", None, "variant"),  # run together
    ("DAVID", "Dafydd", None, "variant"),  # Welsh and English form
    ("CHARLES", "Charlotte", None, "similar_84"),  # both may be Charlie, but are not one name; spelt alike
    ("MORGANNE", "Morganna", None, "similar_92"),
    ("RHYS ELWYN", "Elwyn", None, "other_forename"),  # goes by the second name
    ("NIA", "Nai", None, "similar_92"),  # letters in another order, and Nai is no name
    ("OLUVIA", "Olivia", None, "similar_92"),  # a slip of the pen
    ("TIW", "Tuw", None, "similar_70"),  # neither is known here: which is the slip, or are they two?
    ("ELIN", "Elan", None, "similar_84"),  # two names
    ("MOHAMUD", "Muhammad", None, "variant"),  # one name from another script
    ("TAHMINAH", "Tahmeena", None, "variant"),
    ("MAHMUDA", "Muhammad", None, "similar_84"),  # another name
    ("CLE", "Clementinabeth", None, "similar_84"),  # a beginning that spelling alone does not see
    ("D", "Dylan", None, "similar_84"),  # an initial
    ("ELLA", "Olivia", None, "else"),
    ("BABY", "Olivia", None, None),  # unnamed is missing, not different
    ("TWIN 2", "Twin 2", None, None),  # and not the same either
    (None, "Olivia", None, None),
]


def test_forename_levels(make_table):
    pairs = [({"forenames": a}, {"forenames": b, "middle_names": m}) for a, b, m, _ in FORENAMES]
    assert levels_of("forename", pairs, make_table) == [level for *_, level in FORENAMES]


SURNAMES = [
    ("O'NEILL", "O Neill", "exact"),
    ("AP RHYS", "Rhys", "exact"),  # patronymics come and go
    ("MC DONALD", "McDonald", "exact"),
    ("JONES-EVANS", "Evans", "shared_rare"),  # in a table of a few records no part is common
    ("WHITTAKER", "Whitaker", "similar_92"),
    ("HARRIS", "Harries", "similar_92"),
    ("PARRY", "Perry", "similar_84"),
    ("JONES", "Khan", "else"),
    (None, "Khan", None),
]


def test_surname_levels(make_table):
    pairs = [({"surname": a, "forenames": "Mia"}, {"surname": b, "forenames": "Mia"}) for a, b, _ in SURNAMES]
    assert levels_of("surname", pairs, make_table) == [level for *_, level in SURNAMES]


def test_former_and_preferred_surnames_count_as_parts(make_table):
    pairs = [
        ({"surname": "Price", "former_surname": "Beddoe"}, {"surname": "Beddoe"}),
        ({"surname": "Price"}, {"surname": "Beddoe", "preferred_surname": "Price"}),
    ]
    assert levels_of("surname", pairs, make_table) == ["shared_rare", "shared_rare"]


def test_names_in_each_others_place_are_seen_from_both_names(make_table):
    pairs = [({"surname": "Tegwen", "forenames": "Hafod"}, {"surname": "Hafod", "forenames": "Tegwen"})]
    assert levels_of("surname", pairs, make_table) == ["swapped"]
    assert levels_of("forename", pairs, make_table) == ["swapped"]


def test_one_of_two_exchanged_names_may_be_misspelt(make_table):
    pairs = [
        ({"surname": "Tegwen", "forenames": "Hafod"}, {"surname": "Hafdo", "forenames": "Tegwen"}),
        ({"surname": "Tegwen", "forenames": "Hafod"}, {"surname": "Quill", "forenames": "Tegwen"}),
    ]
    assert levels_of("surname", pairs, make_table) == ["swapped", "else"]
    assert levels_of("forename", pairs, make_table) == ["swapped", "else"]


BIRTH_DATES = [
    ("2014-05-06", "2014-05-06", "exact"),
    ("2014-01-01", "2014-01-01", "exact_default"),  # 1 January often stands for unknown
    ("2014-05-06", "2014-06-05", "day_month_swapped"),
    ("2014-05-06", "2014-05-16", "one_digit"),
    ("2014-01-01", "2014-09-23", "default_same_year"),
    ("2014-05-06", "2014-05-28", "two_parts"),
    ("2014-05-06", "2012-11-28", "else"),
    (None, "2012-11-28", None),
]


def test_birth_date_levels(make_table):
    import datetime as dt

    def born(text):
        return {"date_of_birth": dt.date.fromisoformat(text) if text else None}

    pairs = [(born(a), born(b)) for a, b, _ in BIRTH_DATES]
    assert levels_of("dob", pairs, make_table) == [level for *_, level in BIRTH_DATES]


PLACES = [
    # postcode, address on either side, level
    ("ZA1 1AA", "14 HEOL Y CASTELL", "ZA1 1AA", "14 Castell Road", "postcode_house"),  # Welsh and English street
    ("ZA1 1AA", "14 Castle Road", "ZA1 9ZZ", "14 Castle Rd", "house_street_outcode"),
    ("ZA1 1AA", "14 Castle Road", "ZA1 1AA", "16 Castle Road", "postcode"),
    ("ZA1 1AA", "FLAT 2, 14 Castle Road", "ZA1 1AA", "14 Castle Road", "postcode_house"),
    ("ZA1 1AA", "14 Castle Road", "ZB1 1AA", "3 Castle Road", "postcode_one_letter"),
    ("ZA1 1AA", "14 Castle Road", "ZC7 3BB", "14 Castle Road", "house_street"),
    ("ZA1 1AA", None, "ZA1 1BB", None, "near"),  # one postcode sector
    ("ZA1 1AA", None, "ZA1 4BB", None, "district"),
    ("ZA1 1AA", "Ty Gwyn", "ZC7 3BB", "9 Mill Lane", "else"),
    (None, None, "ZA1 1AA", "9 Mill Lane", None),
    (None, "9 Mill Lane", "ZA1 1AA", "9 Mill Lane", "house_street"),
]


def test_place_levels(make_table):
    pairs = [({"postcode": a, "address": b}, {"postcode": c, "address": d}) for a, b, c, d, _ in PLACES]
    assert levels_of("place", pairs, make_table) == [level for *_, level in PLACES]


def test_places_without_a_common_sector_are_near_by_distance(make_table):
    here, close, same_town = (
        {"easting": 300_000.0, "northing": 200_000.0},
        {"easting": 300_300.0, "northing": 200_300.0},
        {"easting": 303_000.0, "northing": 200_000.0},
    )
    next_town, far = {"easting": 318_000.0, "northing": 200_000.0}, {"easting": 340_000.0, "northing": 200_000.0}
    pairs = [
        ({"postcode": "ZA1 1AA"} | here, {"postcode": "ZQ5 5TT"} | there)
        for there in (close, same_town, next_town, far)
    ]
    # 424 m, 3 km, 18 km, 40 km
    assert levels_of("place", pairs, make_table) == ["near", "district", "region", "else"]


def test_comparisons_are_fresh_on_each_call():
    """Splink changes what it is given: two linkers must not share a comparison."""
    first, second = (splink_comparison(comparisons()[0], None) for _ in range(2))
    first["comparison_levels"].clear()
    assert len(second["comparison_levels"]) == len(comparisons()[0].levels) + 1


def test_levels_can_be_told_apart_by_their_weight():
    """Scoring reads the level back from the weight, so no two weights of a comparison may be equal."""
    surname = next(c for c in comparisons() if c.name == "surname")
    level = {x.name: (0.25, 0.5) for x in surname.levels}
    weights = sorted(surname.weights(surname.distinct(level)).values())
    assert all(b - a > 1e-6 for a, b in zip(weights, weights[1:], strict=False))


@pytest.mark.parametrize("comparison", [c.name for c in comparisons() if c.trained])
def test_default_model_weighs_agreement_above_disagreement(comparison):
    """A sanity check of the file: the first level speaks for a match, the last against it."""
    found = next(c for c in comparisons() if c.name == comparison)
    weights = found.weights(ModelFile.load().parameters[comparison])
    assert weights[found.levels[0].name] > 5
    assert weights["else"] < -2
