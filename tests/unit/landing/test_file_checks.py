"""Files that can be read and may not be the ones meant: held until a person accepts them, with figures that say why."""

import pytest

from orchestration.landing import create_raw_tables

CYCLE, EARLIER = "annual-2025", "annual-2024"
CARDIFF, POWYS, NEWPORT = "W06000015", "W06000023", "W06000022"
PLACE = f"nhs/{CARDIFF}.csv"
NHS = ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]
PLASC = ["UPN", "Surname", "Forename", "DOB", "Postcode", "SchoolNumber", "NCYear", "EnrolStatus"]
EOTAS = ["Surname", "Forename", "DOB", "Postcode", "ProvisionType"]
SCHOOL = ["Surname", "Forename", "Date of birth", "Postcode"]
HOME = {CARDIFF: "CF99 1AA", POWYS: "LD99 1AA", NEWPORT: "NP99 1AA"}


@pytest.fixture
def postcodes(con):
    create_raw_tables(con, "postcodes")
    con.executemany("insert into raw.postcodes (postcode, la_code) values (?, ?)", [[p, la] for la, p in HOME.items()])


@pytest.fixture
def load(landing):
    """Loads a source of a cycle: ``load("nhs")``, ``load("nhs", EARLIER)``."""
    landing.settings(EARLIER, day="2024-04-08")
    return lambda source="nhs", cycle=CYCLE: landing.load(source, cycle=cycle).files


def nhs(*homes):
    return [NHS, *([f"Gwernfab{i}", "Nel", "2014-09-03", "1 Clos", home] for i, home in enumerate(homes))]


def nhs_rows(count):
    return nhs(*["CF99 1AA"] * count)


def verdict(files):
    return [(f.status, f.reason_code) for f in files if f.status != "not_received"]


def test_a_file_of_another_authority_is_held_with_its_figures(con, landing, load, postcodes):
    landing.put(PLACE, nhs(*["LD99 1AA"] * 40, *["cf99-1aa"] * 15, *["XX99 9XX"] * 5, *["ZZ99 3VZ", "nonsense", ""]))
    (file,) = load()
    assert (file.status, file.reason_code, file.rows_received) == ("held", "wrong_local_authority", 0)
    for figure in (
        "Cardiff (W06000015)",
        "60 readable",
        "40 (67%) lie in Powys (W06000023)",
        "15 (25%)",
        "at most 60%",
        "63 rows are not loaded",
    ):
        assert figure in file.detail
    assert file.detail.startswith(f"{PLACE}: ") and f'files = ["{PLACE}"]' in file.detail
    assert not any(value in file.detail for value in ("Gwernfab", "LD99", "Nel"))
    assert con.sql("select count(*) from raw.nhs").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("homes", "held"),
    [
        (["LD99 1AA"] * 60 + ["CF99 1AA"] * 40, False),  # just the limit
        (["LD99 1AA"] * 61 + ["CF99 1AA"] * 39, True),
        (["LD99 1AA"] * 50 + ["NP99 1AA"] * 50, False),  # no one authority
        (["LD99 1AA"] * 49, False),  # too small a file to judge
        (["LD99 1AA"] * 50, True),
        (["XX99 9XX"] * 80, False),  # nowhere known
    ],
)
def test_where_the_limit_lies(landing, load, postcodes, homes, held):
    landing.put(PLACE, nhs(*homes))
    assert verdict(load()) == [("held", "wrong_local_authority") if held else ("loaded", None)]


def test_without_postcodes_places_are_not_checked(landing, load):
    landing.put(PLACE, nhs(*["LD99 1AA"] * 90))
    assert verdict(load()) == [("loaded", None)]


def test_places_of_plasc_are_checked_too_and_those_of_other_lists_are_not(landing, load, postcodes):
    row = ["", "Gwernfab", "Nel", "2014-09-03", "LD99 1AA", "6812001", "5", "C"]
    landing.put(f"local_authorities/{CARDIFF}/plasc.csv", [PLASC, *[row] * 60])
    assert verdict(load("plasc")) == [("held", "wrong_local_authority")]
    landing.put(
        f"local_authorities/{CARDIFF}/eotas.csv", [EOTAS, *[["Gwernfab", "Nel", "2014-09-03", "LD99 1AA", "PRU"]] * 60]
    )
    assert verdict(load("eotas")) == [("loaded", None)]


def test_a_person_may_accept_it(landing, load, postcodes):
    landing.put(PLACE, nhs(*["LD99 1AA"] * 60))
    landing.settings(accept=[PLACE])
    (file,) = [f for f in load() if f.status != "not_received"]
    assert (file.status, file.rows_received) == ("loaded", 60)
    assert "Accepted in cycle.toml, though" in file.detail and "60 (100%) lie in Powys" in file.detail


def test_a_held_file_leaves_its_place_to_the_right_one(landing, load, postcodes):
    landing.put(PLACE, nhs(*["LD99 1AA"] * 60))
    landing.put("nhs/Caerdydd.csv", nhs(*["CF99 1AA"] * 60))
    assert verdict(load()) == [("held", "wrong_local_authority"), ("loaded", None)]


def test_last_years_file_is_held(landing, load):
    landing.put(PLACE, nhs_rows(3), cycle=EARLIER)
    landing.put(PLACE, nhs_rows(3))
    assert verdict(load(cycle=EARLIER)) == [("loaded", None)]
    (file,) = load()
    assert (file.status, file.reason_code) == ("held", "same_as_earlier_cycle")
    assert "3 rows" in file.detail and EARLIER in file.detail
    # and the earlier cycle, run again, does not become a copy of the later one
    assert verdict(load(cycle=EARLIER)) == [("loaded", None)]
    landing.settings(accept=[PLACE])
    assert verdict(load()) == [("loaded", None)]


def test_the_same_content_elsewhere_or_without_records_is_no_copy_of_last_year(landing, load):
    landing.put(PLACE, nhs_rows(3), cycle=EARLIER)
    landing.put(f"nhs/{POWYS}.csv", nhs_rows(0), cycle=EARLIER)
    load(cycle=EARLIER)
    landing.put(f"nhs/{NEWPORT}.csv", nhs_rows(3))
    landing.put(f"nhs/{POWYS}.csv", nhs_rows(0))
    assert verdict(load()) == [("loaded", None)] * 2


def test_a_roll_that_is_the_same_next_quarter_is_loaded(landing, load):
    quarter = "2025-q3"
    landing.settings(quarter, kind="quarterly", day="2025-07-15")
    landing.put(PLACE, nhs_rows(3))
    landing.put(PLACE, nhs_rows(3), cycle=quarter)
    assert verdict(load()) == [("loaded", None)]
    assert verdict(load(cycle=quarter)) == [("loaded", None)]


@pytest.mark.parametrize(
    ("before", "now", "held"),
    [
        (40, 19, True),
        (40, 20, False),
        (30, 11, False),
        (31, 11, True),
        (19, 1, False),
        (100, 49, True),
        (100, 50, False),
        (20, 100, False),
    ],
)
def test_far_smaller_than_in_the_previous_cycle_of_the_same_kind(landing, load, before, now, held):
    landing.put(PLACE, nhs_rows(before), cycle=EARLIER)
    load(cycle=EARLIER)
    landing.put(PLACE, nhs_rows(now))
    (file,) = load()
    assert verdict([file]) == [("held", "much_smaller_than_before") if held else ("loaded", None)]
    if held:
        assert f"{before} rows came for cycle {EARLIER}" in file.detail and f"this file has {now}" in file.detail


def test_cycles_of_another_kind_or_later_or_older_do_not_count(landing, load):
    landing.settings("q", kind="quarterly", day="2025-01-01")
    landing.settings("later", day="2026-04-08")
    landing.settings("older", day="2023-04-08")
    for cycle, rows in (("q", 100), ("later", 100), ("older", 100), (EARLIER, 40)):
        landing.put(PLACE, nhs_rows(rows), cycle=cycle)
        load(cycle=cycle)
    landing.put(PLACE, nhs_rows(30))
    assert verdict(load()) == [("loaded", None)]


def test_a_small_version_stays_held_however_often_it_is_run(landing, load):
    landing.put(PLACE, nhs_rows(100))
    load()
    landing.put(PLACE, nhs_rows(9))
    for _ in range(3):
        (file,) = load()
        assert (file.reason_code, file.rows_last_loaded) == ("much_smaller_than_before", 100)
    landing.settings(accept=[PLACE])
    assert (load()[0].status, load()[0].rows_last_loaded) == ("loaded", 9)
    landing.settings()
    assert verdict(load()) == [("loaded", None)]  # the small one is now the one to compare with


def test_a_file_taken_away_and_sent_again_small_is_still_held(landing, load):
    landing.put(f"local_authorities/{CARDIFF}/ehe.csv", [["x"]])  # so that the authority takes part
    path = landing.put(PLACE, nhs_rows(100))
    load()
    path.unlink()
    assert [f.status for f in load()] == ["not_received"]
    landing.put(PLACE, nhs_rows(9))
    assert verdict(load()) == [("held", "much_smaller_than_before")]


def test_a_return_of_a_school_is_compared_whatever_its_form_or_version(landing, load, make):
    rows = [SCHOOL, *[["Prys", f"Nel{i}", "2014-09-03", "CF99 1AA"] for i in range(50)]]
    landing.put("independent_schools/6816001.csv", rows, cycle=EARLIER)
    load("independent_schools", EARLIER)
    landing.put("independent_schools/6816001.v3.xlsx", make.xlsx(rows[:9]))
    assert verdict(load("independent_schools")) == [("held", "much_smaller_than_before")]


def test_all_issues_are_reported_at_once(landing, load, postcodes):
    landing.put(PLACE, nhs_rows(200), cycle=EARLIER)
    load(cycle=EARLIER)
    landing.put(PLACE, nhs(*["LD99 1AA"] * 60))
    (file,) = load()
    assert "lie in Powys" in file.detail and "200 rows came" in file.detail
    assert "Ask the supplier which authority" in file.detail and "whether the file is whole" in file.detail
