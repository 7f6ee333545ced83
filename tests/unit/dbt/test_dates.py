"""Dates as suppliers write them, run through the macro that reads them."""

from __future__ import annotations

from datetime import date

import pytest

SEPTEMBER_3 = date(2014, 9, 3)

READ = [
    "03/09/2014",
    "3/9/2014",
    "03-09-2014",
    "03.09.2014",
    "03 09 2014",
    "03 / 09 / 2014",
    "03/09/14",
    "03.09.14",
    "3-9-14",
    "2014-09-03",
    "2014-9-3",
    "2014/09/03",
    "2014.09.03",
    "2014-09-03 00:00:00",
    "2014-09-03T00:00:00",
    "2014-09-03T00:00:00Z",
    "2014-09-03 00:00:00+01:00",
    "03/09/2014 00:00",
    "03/09/2014 12:00:00 AM",
    "20140903",
    "41885",
    "41885.0",
    "41885.75",
    "3-Sep-2014",
    "03-SEP-2014",
    "3 Sept 2014",
    "3 Sep 14",
    "03Sep2014",
    "3-Sep-14",
    "3 September 2014",
    "3rd September 2014",
    "3rd of September, 2014",
    "September 3, 2014",
    "Sep 3 2014",
    "3 Medi 2014",
    "3 medi 2014",
    "3ydd o Fedi 2014",
    "3-Med-14",
    "  03/09/2014  ",
    "03–09–2014",
    "03/09/2014\t",
    "\u00a03 September\u00a02014",
]


@pytest.fixture
def read(evaluate):
    """A function from texts to (date or None, issue or None), as staging reads a date of birth."""
    latest = "\"date '2026-04-30'\""

    def run(texts: list[str | None]) -> list[tuple[date | None, str | None]]:
        parsed = evaluate(f"parse_date('x', {latest})", texts)
        issues = evaluate(f"date_fault(is_given('x'), date_to_iso('x'), parse_date('x', {latest}))", texts)
        return list(zip(parsed, issues, strict=True))

    return run


@pytest.mark.parametrize("text", READ)
def test_forms_that_are_read(read, text):
    assert read([text]) == [(SEPTEMBER_3, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Ionawr 2015", date(2015, 1, 1)),
        ("2 Chwefror 2015", date(2015, 2, 2)),
        ("1af o Fawrth 2015", date(2015, 3, 1)),
        ("4 Ebrill 2015", date(2015, 4, 4)),
        ("5ed o Fai 2015", date(2015, 5, 5)),
        ("6 Mehefin 2015", date(2015, 6, 6)),
        ("7 Gorffennaf 2015", date(2015, 7, 7)),
        ("8 Awst 2015", date(2015, 8, 8)),
        ("10 Hydref 2015", date(2015, 10, 10)),
        ("11 Tach 2015", date(2015, 11, 11)),
        ("12 Rhagfyr 2015", date(2015, 12, 12)),
        ("4/7/2014", date(2014, 7, 4)),  # day first, whatever an American would say
        ("29/02/2016", date(2016, 2, 29)),
        ("31/12/09", date(2009, 12, 31)),
    ],
)
def test_months_and_order(read, text, expected):
    assert read([text]) == [(expected, None)]


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        (None, "missing"),
        ("", "missing"),
        ("   ", "missing"),
        ("-", "missing"),
        ("not known", "missing"),
        ("N/A", "missing"),
        ("Anhysbys", "missing"),
        ("31/02/2014", "impossible"),
        ("29/02/2015", "impossible"),
        ("00/00/0000", "impossible"),
        ("13/25/2014", "impossible"),
        ("09/13/2014", "impossible"),  # not turned into 13 September
        ("2014-13-01", "impossible"),
        ("20092014", "impossible"),
        ("01/01/1900", "impossible"),
        ("03/09/2034", "impossible"),
        ("03/09/0014", "impossible"),
        ("1", "unreadable"),
        ("2014", "unreadable"),
        ("September 2014", "unreadable"),
        ("3 Smarch 2014", "unreadable"),
        ("about 2014", "unreadable"),
        ("03092014", "unreadable"),
        ("3/9", "unreadable"),
        ("03/09/201", "unreadable"),
        ("age 9", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_flagged_never_guessed(read, text, issue):
    assert read([text]) == [(None, issue)]


def test_every_day_survives_every_common_form(read):
    days = [date.fromordinal(date(2008, 1, 1).toordinal() + 17 * step) for step in range(380)]
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%Y%m%d", "%d-%b-%Y", "%d %B %Y"):
        assert [found for found, _ in read([day.strftime(form) for day in days])] == days, form


def test_an_open_end_date_in_the_far_future_is_a_date(evaluate):
    assert evaluate("parse_date('x')", ["31/12/9999"]) == [date(9999, 12, 31)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("03/09/2014", "day_month_year_slash"),
        ("3/9/2014", "day_month_year_slash"),
        ("31/02/2014", "day_month_year_slash"),
        ("03/09/2014 00:00", "day_month_year_slash"),
        ("03-09-2014", "day_month_year_dash"),
        ("03–09–2014", "day_month_year_dash"),
        ("3.9.2014", "day_month_year_dot"),
        ("03 09 2014", "day_month_year_other"),
        ("03.09.14", "day_month_short_year"),
        ("2014-09-03", "iso"),
        ("2014-09-03T00:00:00Z", "iso"),
        ("2014/9/3", "year_month_day_other"),
        ("20140903", "compact"),
        ("03092014", "other"),
        ("41885.0", "excel_serial"),
        ("3-Sep-2014", "day_month_name_year"),
        ("3ydd o Fedi 2014", "day_month_name_year"),
        ("3rd of September, 2014", "day_month_name_year"),
        ("September 3, 2014", "month_name_day_year"),
        (None, "missing"),
        ("n/a", "missing"),
        ("", "missing"),
        ("about 2014", "other"),
        ("2014", "other"),
    ],
)
def test_form_says_how_a_date_is_written(evaluate, text, form):
    assert evaluate("date_form('x')", [text]) == [form]


def test_every_date_that_is_read_has_a_form(evaluate):
    assert "other" not in evaluate("date_form('x')", READ)


def test_a_time_of_day_is_noticed(evaluate):
    texts = ["2014-09-03 00:00:00", "2014-09-03T00:00", "2014-09-03", "3 Sep 2014", None]
    assert evaluate("has_time('x')", texts) == [True, True, False, False, False]
