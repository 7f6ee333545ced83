"""Files that can be read and are doubted: held until a person accepts them, and told in figures."""

import datetime as dt

import pytest

from orchestration.landing import create_raw_tables, load_cycle, load_source, read_cycle
from orchestration.landing.file_checks import LIMITS

CYCLE, EARLIER = "annual-2025", "annual-2024"
NOW = dt.datetime(2025, 5, 21, 8, 0, tzinfo=dt.UTC)
CARDIFF, POWYS, NEWPORT = "W06000015", "W06000023", "W06000022"
PLACE = f"nhs/{CARDIFF}.csv"
NHS = ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]
PLASC = ["UPN", "Surname", "Forename", "DOB", "Postcode", "SchoolNumber", "NCYear", "EnrolStatus"]
SCHOOL = ["Surname", "Forename", "Date of birth", "Postcode"]
HOME = {CARDIFF: "CF99 1AA", POWYS: "LD99 1AA", NEWPORT: "NP99 1AA"}


@pytest.fixture
def postcodes(con):
    create_raw_tables(con, "postcodes")
    con.executemany("insert into raw.postcodes (postcode, la_code) values (?, ?)", [[p, la] for la, p in HOME.items()])


@pytest.fixture
def load(con, landing):
    """Loads a source of a cycle: ``load("nhs")``, ``load("nhs", EARLIER)``."""

    def run(source="nhs", cycle=CYCLE):
        read = read_cycle(landing.root, cycle)
        load_cycle(con, read)
        return load_source(con, landing_dir=landing.root, cycle=read, source=source, now=NOW).files

    return run


@pytest.fixture
def put(landing):
    """Writes a file of a cycle; ``put.settings`` its cycle.toml."""

    def run(where, rows, cycle=CYCLE):
        folder = landing.root / cycle
        path = folder / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(",".join(r) for r in rows) + "\n", encoding="utf-8")
        return path

    def settings(cycle=CYCLE, *, kind="annual", day="2025-04-08", accept=()):
        folder = landing.root / cycle
        folder.mkdir(parents=True, exist_ok=True)
        files = ", ".join(f'"{a}"' for a in accept)
        (folder / "cycle.toml").write_text(
            f'cycle = "{cycle}"\nkind = "{kind}"\nreference_date = {day}\n[accept]\nfiles = [{files}]\n'
        )

    run.settings = settings
    settings()
    settings(EARLIER, day="2024-04-08")
    return run


def nhs(*homes):
    return [NHS, *([f"Gwernfab{i}", "Nel", "2014-09-03", "1 Clos", home] for i, home in enumerate(homes))]


def nhs_rows(count):
    return nhs(*["CF99 1AA"] * count)


def verdict(files):
    return [(f.status, f.reason_code) for f in files if f.status != "not_received"]


# --- another authority's file ----------------------------------------------------------------------


def test_a_file_of_another_authority_is_held_and_told_in_figures(con, put, load, postcodes):
    put(PLACE, nhs(*["LD99 1AA"] * 40, *["cf99-1aa"] * 15, *["XX99 9XX"] * 5, *["ZZ99 3VZ", "nonsense", ""]))
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
        (["LD99 1AA"] * 49, False),  # too small a file to tell
        (["LD99 1AA"] * 50, True),
        (["XX99 9XX"] * 80, False),  # nowhere known
    ],
)
def test_where_the_limit_lies(put, load, postcodes, homes, held):
    put(PLACE, nhs(*homes))
    assert verdict(load()) == [("held", "wrong_local_authority") if held else ("loaded", None)]


def test_without_postcodes_nothing_is_doubted(put, load):
    put(PLACE, nhs(*["LD99 1AA"] * 90))
    assert verdict(load()) == [("loaded", None)]


def test_plasc_is_looked_at_too_and_other_lists_are_not(put, load, postcodes):
    row = ["", "Gwernfab", "Nel", "2014-09-03", "LD99 1AA", "6812001", "5", "C"]
    put(f"local_authorities/{CARDIFF}/plasc.csv", [PLASC, *[row] * 60])
    assert verdict(load("plasc")) == [("held", "wrong_local_authority")]
    assert {s for s, limits in LIMITS.items() if limits.share_elsewhere} == {"nhs", "plasc"}


def test_a_person_may_accept_it(put, load, postcodes):
    put(PLACE, nhs(*["LD99 1AA"] * 60))
    put.settings(accept=[PLACE])
    (file,) = [f for f in load() if f.status != "not_received"]
    assert (file.status, file.rows_received) == ("loaded", 60)
    assert "Accepted in cycle.toml, though" in file.detail and "60 (100%) lie in Powys" in file.detail


def test_a_held_file_leaves_its_place_to_the_right_one(put, load, postcodes):
    put(PLACE, nhs(*["LD99 1AA"] * 60))
    put("nhs/Caerdydd.csv", nhs(*["CF99 1AA"] * 60))
    assert verdict(load()) == [("held", "wrong_local_authority"), ("loaded", None)]


# --- last year's file ------------------------------------------------------------------------------


def test_last_years_file_is_held(put, load):
    put(PLACE, nhs_rows(3), EARLIER)
    put(PLACE, nhs_rows(3))
    assert verdict(load(cycle=EARLIER)) == [("loaded", None)]
    (file,) = load()
    assert (file.status, file.reason_code) == ("held", "same_as_earlier_cycle")
    assert "3 rows" in file.detail and EARLIER in file.detail
    # and the earlier cycle, run again, does not become a copy of the later one
    assert verdict(load(cycle=EARLIER)) == [("loaded", None)]
    put.settings(accept=[PLACE])
    assert verdict(load()) == [("loaded", None)]


def test_the_same_content_elsewhere_or_without_records_is_no_copy_of_last_year(put, load):
    put(PLACE, nhs_rows(3), EARLIER)
    put(f"nhs/{POWYS}.csv", nhs_rows(0), EARLIER)
    load(cycle=EARLIER)
    put(f"nhs/{NEWPORT}.csv", nhs_rows(3))
    put(f"nhs/{POWYS}.csv", nhs_rows(0))
    assert verdict(load()) == [("loaded", None)] * 2


def test_a_roll_that_is_the_same_next_quarter_is_not_doubted(put, load):
    quarter = "2025-q3"
    put.settings(quarter, kind="quarterly", day="2025-07-15")
    put(PLACE, nhs_rows(3))
    put(PLACE, nhs_rows(3), quarter)
    assert verdict(load()) == [("loaded", None)]
    assert verdict(load(cycle=quarter)) == [("loaded", None)]


# --- far smaller than before -----------------------------------------------------------------------


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
def test_far_smaller_than_in_the_previous_cycle_of_the_same_kind(put, load, before, now, held):
    put(PLACE, nhs_rows(before), EARLIER)
    load(cycle=EARLIER)
    put(PLACE, nhs_rows(now))
    (file,) = load()
    assert verdict([file]) == [("held", "much_smaller_than_before") if held else ("loaded", None)]
    if held:
        assert f"{before} rows came for cycle {EARLIER}" in file.detail and f"this file has {now}" in file.detail


def test_cycles_of_another_kind_or_later_or_older_do_not_count(put, load):
    put.settings("q", kind="quarterly", day="2025-01-01")
    put.settings("later", day="2026-04-08")
    put.settings("older", day="2023-04-08")
    for cycle, rows in (("q", 100), ("later", 100), ("older", 100), (EARLIER, 40)):
        put(PLACE, nhs_rows(rows), cycle)
        load(cycle=cycle)
    put(PLACE, nhs_rows(30))
    assert verdict(load()) == [("loaded", None)]


def test_a_small_version_stays_held_however_often_it_is_run(put, load):
    put(PLACE, nhs_rows(100))
    load()
    put(PLACE, nhs_rows(9))
    for _ in range(3):
        (file,) = load()
        assert (file.reason_code, file.rows_last_loaded) == ("much_smaller_than_before", 100)
    put.settings(accept=[PLACE])
    assert (load()[0].status, load()[0].rows_last_loaded) == ("loaded", 9)
    put.settings()
    assert verdict(load()) == [("loaded", None)]  # the small one is now the one to compare with


def test_a_file_taken_away_and_sent_again_small_is_still_doubted(put, load, landing):
    put(f"local_authorities/{CARDIFF}/ehe.csv", [["x"]])  # so that the authority takes part
    path = put(PLACE, nhs_rows(100))
    load()
    path.unlink()
    assert [f.status for f in load()] == ["not_received"]
    put(PLACE, nhs_rows(9))
    assert verdict(load()) == [("held", "much_smaller_than_before")]


def test_a_return_of_a_school_is_compared_whatever_its_form_or_version(put, load, landing, make):
    rows = [SCHOOL, *[["Prys", f"Nel{i}", "2014-09-03", "CF99 1AA"] for i in range(50)]]
    put("independent_schools/6816001.csv", rows, EARLIER)
    load("independent_schools", EARLIER)
    landing.put("independent_schools/6816001.v3.xlsx", make.xlsx(rows[:9]))
    assert verdict(load("independent_schools")) == [("held", "much_smaller_than_before")]


def test_all_doubts_are_told_at_once(put, load, postcodes):
    put(PLACE, nhs_rows(200), EARLIER)
    load(cycle=EARLIER)
    put(PLACE, nhs(*["LD99 1AA"] * 60))
    (file,) = load()
    assert "lie in Powys" in file.detail and "200 rows came" in file.detail
