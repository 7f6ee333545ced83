"""NHS files held because the education lists do not know their children, and those that must not be."""

import datetime as dt

import pytest

from orchestration.domain.authorities import shown_authority
from orchestration.landing.overlap_check import overlap_limits

CYCLE, EARLIER = "annual-2025", "annual-2024"
CARDIFF, POWYS, NEWPORT = "W06000015", "W06000023", "W06000022"
AREA = {CARDIFF: "CF", POWYS: "LD", NEWPORT: "NP"}
NHS = ["SURNAME", "FORENAMES", "DATE_OF_BIRTH", "ADDRESS_LINE_1", "POSTCODE"]
PLASC = ["UPN", "Surname", "Forename", "DOB", "Postcode", "SchoolNumber", "NCYear", "EnrolStatus"]
NEIGHBOURING = ["Surname", "Forename", "DOB", "Postcode", "HomeLA"]
FIRST = dt.date(2010, 1, 13)  # no day of the month could be a month


def child(n, la=CARDIFF):
    """Somebody nobody is: surname, forename, date of birth, postcode, each of them nearly theirs alone."""
    day = (FIRST + dt.timedelta(days=32 * (n % 90))).replace(day=13 + n % 15)
    return [f"Gwern{n}{la[-2:]}", f"Nel{n % 97}", f"{day:%d/%m/%Y}", f"{AREA[la]}{n % 9 + 1} {n % 7}A{'ABDE'[n % 4]}"]


def nhs(children):
    return [NHS, *([*c[:3], "1 Clos", c[3]] for c in children)]


def roll(children):
    return [PLASC, *(["", *c[:3], c[3], "6812001", "5", "C"] for c in children)]


def children(count, first=0, la=CARDIFF):
    return [child(n, la) for n in range(first, first + count)]


@pytest.fixture
def load(landing):
    """Loads the rolls and then the NHS files of a cycle: those that came, by authority."""
    landing.settings(EARLIER, day="2024-04-08")

    def run(cycle=CYCLE):
        for source in ("plasc", "neighbouring", "nhs"):
            report = landing.load(source, cycle=cycle)
        return {f.supplier_la_code: f for f in report.files if f.status != "not_received"}

    return run


def place(la):
    return f"nhs/{la}.csv", f"local_authorities/{la}/plasc.csv"


def put_both(landing, of_nhs, of_roll, la=CARDIFF, cycle=CYCLE):
    extract, rolls = place(la)
    landing.put(extract, nhs(of_nhs), cycle=cycle)
    landing.put(rolls, roll(of_roll), cycle=cycle)


@pytest.mark.parametrize(("on_roll", "held"), [(200, False), (81, False), (80, False), (79, True), (0, True)])
def test_where_the_limit_lies(con, landing, load, on_roll, held):
    """200 records, of which some are on the roll, beside as many other pupils as make the roll 200 too."""
    put_both(landing, children(200), [*children(on_roll), *children(200 - on_roll, 500)])
    file = load()[CARDIFF]
    assert (file.status, file.reason_code) == (("held", "children_not_found") if held else ("loaded", None))
    assert file.share_found == on_roll / 200
    assert con.sql("select count(*) from raw.nhs").fetchall() == [(0 if held else 200,)]
    if held:
        for figure in (
            "200 records looked at",
            f"{on_roll / 200:.0%} agree",
            f"200 children on those lists who live in {shown_authority(CARDIFF)}",
            "at least 40%",
            "200 rows are not loaded",
        ):
            assert figure in file.detail
        assert "Gwern" not in file.detail and "Nel" not in file.detail


def test_a_record_with_one_field_wrong_is_found(landing, load):
    wrong = children(120)
    for n, record in enumerate(wrong):
        record[n % 4] = ["Prys", "Zinedda", "14/02/2009", "QQ9 9QQ"][n % 4]
    put_both(landing, wrong, children(120))
    file = load()[CARDIFF]
    assert (file.status, file.share_found) == ("loaded", 1.0)


@pytest.mark.parametrize(
    ("field", "message"),
    [(0, "in surname too"), (1, "in first forename too"), (2, "in date of birth too"), (3, "in postcode too")],
)
def test_the_field_that_disagrees_is_named(landing, load, field, message):
    wrong = children(150)
    values = [r[field] for r in wrong]
    for record, value in zip(wrong, [*values[1:], values[0]], strict=True):
        record[field] = value
    put_both(landing, wrong, children(150))
    file = load()[CARDIFF]
    assert (file.status, file.reason_code) == ("held", "field_disagrees")
    assert message in file.detail and "150 (100%) agree with a record of the education lists" in file.detail


def test_dates_are_read_as_staging_reads_them(landing, load):
    """Each in another form: nobody is held for the way dates are written."""
    forms = (
        "{:%Y-%m-%d}",
        "{:%Y%m%d}",
        "{:%d.%m.%y}",
        "{:%d-%b-%Y}",
        "{:%d %B %Y}",
        "{:%d/%m/%Y} 00:00:00",
        "{0.day}ydd o {1} {0.year}",
    )
    welsh = [
        "Ionawr",
        "Chwefror",
        "Fawrth",
        "Ebrill",
        "Fai",
        "Fehefin",
        "Orffennaf",
        "Awst",
        "Fedi",
        "Hydref",
        "Dachwedd",
        "Ragfyr",
    ]
    written = children(140)
    for n, record in enumerate(written):
        day = dt.datetime.strptime(record[2], "%d/%m/%Y")
        record[2] = forms[n % len(forms)].format(day, welsh[day.month - 1])
    put_both(landing, written, children(140))
    assert load()[CARDIFF].status == "loaded"


def test_names_are_folded_and_the_first_forename_counts(landing, load):
    put_both(
        landing,
        [[f"o-{s}".upper(), f"{f.upper()} Mai", b, p.lower().replace(" ", "")] for s, f, b, p in children(120)],
        [[f"Ô'{s}", f, b, p] for s, f, b, p in children(120)],
    )
    assert load()[CARDIFF].share_found == 1.0


@pytest.mark.parametrize(("extract", "pupils"), [(99, 200), (200, 99), (200, 0)])
def test_too_small_a_file_or_roll_is_not_judged(landing, load, extract, pupils):
    put_both(landing, children(extract), children(pupils, 500))
    file = load()[CARDIFF]
    assert (file.status, file.share_found) == ("loaded", None)


def test_without_the_roll_of_the_authority_a_file_is_not_judged(landing, load):
    put_both(landing, children(200, la=POWYS), children(200, la=POWYS), la=POWYS)
    landing.put(place(CARDIFF)[0], nhs(children(200)))
    files = load()
    assert (files[CARDIFF].status, files[CARDIFF].share_found) == ("loaded", None)
    assert files[POWYS].share_found == 1.0


def test_where_most_children_go_to_schools_that_sent_nothing_the_file_stays(landing, load):
    """One in five is on the roll, but all of the roll are in the file."""
    put_both(landing, children(600), children(120))
    file = load()[CARDIFF]
    assert (file.status, file.share_found) == ("loaded", 0.2)


def test_children_taught_next_door_are_found_there(landing, load):
    put_both(landing, children(400), children(120))
    landing.put(
        "neighbouring_authorities/E06000051.csv", [NEIGHBOURING, *([*c[:3], c[3], CARDIFF] for c in children(280, 120))]
    )
    assert load()[CARDIFF].share_found == 1.0


def test_the_whole_file_is_looked_at_and_not_its_beginning(landing, load):
    """More rows than the sample has, the second half of them slipped."""
    rows = 2 * overlap_limits().sample + 200
    slipped = [[c[3], *c[:3]] for c in children(rows // 2, rows // 2)]
    put_both(landing, [*children(rows // 2), *slipped], children(rows))
    file = load()[CARDIFF]
    assert file.share_found == pytest.approx(0.5, abs=0.06)
    assert load()[CARDIFF] == file  # and the same sample each time


@pytest.mark.parametrize(("others", "held"), [((POWYS, NEWPORT), True), ((POWYS,), False), ((), False)])
def test_a_file_far_below_the_others_of_the_cycle_is_held(landing, load, others, held):
    for la in others:
        put_both(landing, children(150, la=la), children(150, la=la), la=la)
    put_both(landing, children(200), [*children(110), *children(90, 500)])
    files = load()
    assert files[CARDIFF].status == ("held" if held else "loaded")
    assert {files[la].status for la in others} <= {"loaded"}
    if held:
        assert "55% agree" in files[CARDIFF].detail and "at least 60%" in files[CARDIFF].detail


def test_a_file_far_below_that_of_the_cycle_before_is_held(landing, load):
    put_both(landing, children(200), children(200), cycle=EARLIER)
    put_both(landing, children(200, 50), [*children(110, 50), *children(90, 500)])
    assert load()[CARDIFF].status == "loaded"
    assert load(EARLIER)[CARDIFF].share_found == 1.0
    assert load()[CARDIFF].status == "held"


def test_what_is_usual_never_lowers_the_limit(landing, load):
    """A file accepted though few were found is no reason to believe the next one."""
    landing.settings(EARLIER, day="2024-04-08", accept=[place(CARDIFF)[0]])
    put_both(landing, children(200), children(200, 500), cycle=EARLIER)
    assert load(EARLIER)[CARDIFF].status == "loaded"
    put_both(landing, children(201), children(201, 500))
    assert load()[CARDIFF].status == "held"


def test_a_person_may_accept_it(con, landing, load):
    put_both(landing, children(200), children(200, 500))
    landing.settings(accept=[place(CARDIFF)[0]])
    file = load()[CARDIFF]
    assert (file.status, file.rows_received) == ("loaded", 200)
    assert file.detail.startswith("Accepted in cycle.toml, though of 200 records")
    assert con.sql("select count(*) from raw.nhs").fetchall() == [(200,)]


def test_a_right_roll_releases_the_file(landing, load):
    put_both(landing, children(200), children(200, 500))
    assert load()[CARDIFF].status == "held"
    landing.put(place(CARDIFF)[1], roll(children(200)))
    file = load()[CARDIFF]
    assert (file.status, file.rows_received, file.rows_last_loaded) == ("loaded", 200, 200)


def test_nothing_is_left_behind_in_the_connection(con, landing, load):
    put_both(landing, children(200), children(200, 500))
    load()
    assert con.sql("select table_name from duckdb_tables() where temporary").fetchall() == []
