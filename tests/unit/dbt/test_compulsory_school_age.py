"""Compulsory school age in Wales: the statutory rule against its boundaries, and against the words of
the statute worked out day by day in Python."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

IN_2025 = date(2025, 4, 30)


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        # the window of births at the reference date of April 2025
        (date(2008, 8, 31), IN_2025, False),
        (date(2008, 9, 1), IN_2025, True),
        (date(2020, 3, 31), IN_2025, True),
        (date(2020, 4, 1), IN_2025, False),
        # a fifth birthday on a prescribed day begins it that day; the day after, at the next one
        (date(2020, 3, 31), date(2025, 3, 31), True),
        (date(2020, 3, 31), date(2025, 3, 30), False),
        (date(2020, 8, 31), date(2025, 8, 31), True),
        (date(2020, 9, 1), date(2025, 8, 31), False),
        (date(2020, 9, 1), date(2025, 12, 31), True),
        (date(2020, 12, 31), date(2025, 12, 31), True),
        (date(2021, 1, 1), date(2025, 12, 31), False),
        # 29 February
        (date(2020, 2, 29), date(2025, 3, 31), True),
        (date(2020, 2, 29), date(2025, 3, 30), False),
        # the last Friday in June, itself included: 27 June 2025, 28 June 2024, 30 June 2028
        (date(2009, 8, 31), date(2025, 6, 27), True),
        (date(2009, 8, 31), date(2025, 6, 28), False),
        (date(2009, 9, 1), date(2025, 6, 28), True),
        (date(2008, 1, 15), date(2024, 6, 28), True),
        (date(2008, 1, 15), date(2024, 6, 29), False),
        (date(2012, 2, 29), date(2028, 6, 30), True),
        (date(2012, 2, 29), date(2028, 7, 1), False),
        (None, IN_2025, None),
    ],
)
def test_boundaries(evaluate, born, on, expected):
    assert evaluate(f"is_csa('x', \"date '{on}'\")", [born], "date") == [expected]


def _statute(born: date) -> tuple[date, date]:
    """First and last day of compulsory school age, by walking the calendar."""
    fifth = date(born.year + 5, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + 5)
    start = fifth
    while (start.month, start.day) not in {(3, 31), (8, 31), (12, 31)}:
        start += timedelta(days=1)
    school_year_ends = born.year + 16 + (1 if born.month >= 9 else 0)
    end = date(school_year_ends, 6, 30)
    while end.weekday() != 4:
        end -= timedelta(days=1)
    return start, end


def test_every_birth_of_twenty_five_years(evaluate):
    births = [date(2000, 1, 1) + timedelta(days=n) for n in range(25 * 365)]
    starts = evaluate("csa_start('x')", births, "date")
    ends = evaluate("csa_end('x')", births, "date")
    assert list(zip(starts, ends, strict=True)) == [_statute(born) for born in births]
