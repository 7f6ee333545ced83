"""What goes wrong with a name, a birth date or a postcode on its way into a record.

Put here which rows an error hits; what it makes of a text is in ``slips.py``. Errors that a whole family shares (a
move, a changed surname) are in ``households.py`` and ``rows.py``. Each error is noted on the row, so that the truth can
say what was planted where. The order of the draws is part of the output: a new error draws last.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import names
from .households import Households
from .parameters import Errors
from .population import Children
from .rows import BIT, MISSING_DAY, Rows
from .slips import postcode_slip, typo, without_marks


def _hit(rng: np.random.Generator, count: int, rate: float | np.ndarray) -> np.ndarray:
    """Positions where an error happens, at one rate or a rate each. It draws ``count`` times whatever the rate, so that
    one rate does not shift another's draws."""
    return np.flatnonzero(rng.random(count) < rate)


def _change(
    rows: Rows, column: str, where: np.ndarray, change: Callable[..., str], error: str, *draws: np.ndarray
) -> None:
    """Apply a change to a column at these positions, and note the error only where the text really differs.

    ``change`` gets the text and one value of each of ``draws``, which run beside ``where``.
    """
    before = rows[column][where]
    after = np.empty(len(where), dtype=object)
    after[:] = [change(text, *extra) for text, *extra in zip(before, *(d.tolist() for d in draws), strict=True)]
    rows[column][where] = after
    rows.flag(where[after != before], error)


def corrupt(
    rows: Rows,
    kids: Children,
    homes: Households,
    rng: np.random.Generator,
    rates: Errors,
    *,
    noise: float,
    middle: np.ndarray | float = 1.0,
) -> None:
    """Plant errors in the rows of one source; changes ``rows``.

    ``noise`` multiplies all rates but that of lost diacritics; ``middle`` multiplies the rate of appended middle names,
    by row.
    """
    minority = homes.group[kids.household[rows.person]] == names.MINORITY
    _variant_forenames(rows, rng, rates, noise)
    _other_spellings(rows, rng, rates, noise, minority)
    _surname_forms(rows, rng, rates, noise)
    for column in ("surname", "forename"):
        where = _hit(rng, len(rows), noise * getattr(rates, f"{column}_typo"))
        _change(rows, column, where, typo, f"{column}_typo", rng.random(len(where)), rng.random(len(where)))
    _misplaced_names(rows, rng, rates, noise, minority, middle)
    _absent_names(rows, kids, rng, rates, noise)
    for column in ("surname", "forename", "former", "middle"):
        marked = np.flatnonzero(np.array([not text.isascii() for text in rows[column]], dtype=bool))
        lost = marked[_hit(rng, len(marked), min(1.0, rates.diacritics_lost))]
        _change(rows, column, lost, without_marks, "diacritics_lost")
    _births(rows, rng, rates, noise)
    _postcodes(rows, rng, rates, noise)


def _variant_forenames(rows: Rows, rng: np.random.Generator, rates: Errors, noise: float) -> None:
    """Another form of the forename. Names with a known other form are common; a rarer name goes by its beginning or by
    the middle name."""
    where = _hit(rng, len(rows), noise * rates.variant_forename)
    variants = names.alternatives("variant")
    has_variant = np.array([text in variants for text in rows["forename"][where]], dtype=bool)
    common, rare = where[has_variant], where[~has_variant]

    def other_form(text: str, draw: float) -> str:
        return variants[text][int(draw * len(variants[text]))]

    def shorter(text: str, middle: str, draw: float) -> str:
        if middle and draw < 0.4:
            return middle.split(" ")[0]
        return text[:3] if len(text) > 5 and draw < 0.8 else text

    _change(rows, "forename", common, other_form, "variant_forename", rng.random(len(common)))
    _change(rows, "forename", rare, shorter, "variant_forename", rows["middle"][rare], rng.random(len(rare)))


def _other_spellings(rows: Rows, rng: np.random.Generator, rates: Errors, noise: float, minority: np.ndarray) -> None:
    """Another transliteration of a minority-ethnic name."""
    spellings = names.alternatives("transliteration")

    def respelt(text: str, draw: float) -> str:
        return spellings[text][int(draw * len(spellings[text]))] if text in spellings else text

    for column in ("forename", "surname"):
        where = _hit(rng, len(rows), noise * rates.other_spelling * 2 * minority)
        _change(rows, column, where, respelt, "other_spelling", rng.random(len(where)))


def _surname_forms(rows: Rows, rng: np.random.Generator, rates: Errors, noise: float) -> None:
    """A double surname with another joint, or one half of it."""
    double = np.array(
        [("-" in text or " " in text) and text[:3] not in ("ap ", "ab ", "fer") for text in rows["surname"]], dtype=bool
    )

    def joined_otherwise(text: str, draw: float) -> str:
        if "-" in text and draw < 0.7:
            return text.replace("-", " ")
        return text.replace(" ", "-") if draw < 0.6 else text.replace(" ", "").replace("-", "")

    def half(text: str, draw: float) -> str:
        return text.replace("-", " ").split(" ")[0 if draw < 0.45 else -1]

    for change, error in ((joined_otherwise, "surname_form"), (half, "half_surname")):
        where = _hit(rng, len(rows), noise * getattr(rates, error) * double)
        _change(rows, "surname", where, change, error, rng.random(len(where)))


def _misplaced_names(
    rows: Rows,
    rng: np.random.Generator,
    rates: Errors,
    noise: float,
    minority: np.ndarray,
    middle: np.ndarray | float,
) -> None:
    """Names in the wrong column: middle names in the forename, surname and forename exchanged, all in the surname."""
    where = _hit(rng, len(rows), np.minimum(0.95, noise * rates.middle_appended * middle))
    where = where[rows["middle"][where] != ""]
    rows["forename"][where] = rows["forename"][where] + " " + rows["middle"][where]
    rows.flag(where, "middle_appended")
    where = _hit(rng, len(rows), noise * np.where(minority, rates.swapped_names, rates.swapped_names_any))
    rows["surname"][where], rows["forename"][where] = rows["forename"][where], rows["surname"][where]
    rows.flag(where, "swapped_names")
    where = _hit(rng, len(rows), noise * rates.one_name * minority)
    rows["surname"][where] = rows["forename"][where] + " " + rows["surname"][where]
    rows["forename"][where] = ""
    rows.flag(where, "one_name")


def _absent_names(rows: Rows, kids: Children, rng: np.random.Generator, rates: Errors, noise: float) -> None:
    """A placeholder such as ``Baby`` or ``Twin 1`` for the forename, or nothing for either name."""
    where = _hit(rng, len(rows), noise * rates.placeholder_name)
    who = rows.person[where]
    is_twin = kids.twin_set[who] >= 0
    is_second = kids.twin_set[who] == kids.twin_set[who - 1]  # twins stand side by side
    baby = np.where(kids.female[who] == 1, "Baby Girl", "Baby")
    rows["forename"][where] = np.where(is_twin, np.where(is_second, "Twin 2", "Twin 1"), baby).astype(object)
    rows.flag(where, "placeholder_name")
    for column in ("forename", "surname"):
        where = _hit(rng, len(rows), noise * getattr(rates, f"{column}_missing"))
        rows[column][where] = ""
        rows.flag(where, f"{column}_missing")


def _births(rows: Rows, rng: np.random.Generator, rates: Errors, noise: float) -> None:
    """Birth dates (days since 1970) that are wrong, missing or to be written unreadably."""
    count, born = len(rows), rows["born"]
    date = born.astype("datetime64[D]")
    month_start, year_start = date.astype("datetime64[M]"), date.astype("datetime64[Y]")
    day = (date - month_start).astype(int) + 1
    month = (month_start - year_start).astype(int) + 1

    def put(where: np.ndarray, values: np.ndarray, error: str) -> None:
        changed = values != born[where]
        born[where] = values
        rows.flag(where[changed], error)

    swap = np.flatnonzero((day <= 12) & (day != month))
    where = swap[_hit(rng, len(swap), noise * rates.birth_day_month * 2.7)]  # so few can be swapped
    moved = (year_start[where] + np.timedelta64(0, "M")).astype("datetime64[M]") + (day[where] - 1).astype(
        "timedelta64[M]"
    )
    put(where, moved.astype("datetime64[D]").astype(np.int64) + month[where] - 1, "birth_day_month")
    where = _hit(rng, count, noise * rates.birth_digit)
    step = rng.choice(np.array([-10, -3, -2, -1, 1, 2, 3, 10, 30, -31]), len(where))
    put(where, born[where] + step, "birth_digit")
    where = _hit(rng, count, noise * rates.birth_year)
    put(where, born[where] + np.where(rng.random(len(where)) < 0.5, 365, -365), "birth_year")
    where = _hit(rng, count, noise * rates.birth_default)
    put(where, year_start[where].astype("datetime64[D]").astype(np.int64), "birth_default")
    where = _hit(rng, count, noise * rates.birth_missing)
    put(where, np.full(len(where), MISSING_DAY), "birth_missing")
    where = _hit(rng, count, noise * rates.birth_unreadable)
    rows.flag(where, "birth_unreadable")


def _postcodes(rows: Rows, rng: np.random.Generator, rates: Errors, noise: float) -> None:
    """Postcodes with a slip, a placeholder or nothing.

    ZZ99 are the pseudo postcodes of the NHS: 3VZ for no fixed abode, 3WZ for an unknown address, 3CZ for somewhere in
    England.
    """
    where = _hit(rng, len(rows), noise * rates.postcode_typo)
    _change(rows, "postcode", where, postcode_slip, "postcode_typo", rng.random(len(where)), rng.random(len(where)))
    where = _hit(rng, len(rows), noise * rates.postcode_placeholder)
    rows["postcode"][where] = rng.choice(np.array(["ZZ99 3VZ", "ZZ99 3WZ", "ZZ99 3CZ"], dtype=object), len(where))
    rows.flag(where, "postcode_placeholder")
    where = _hit(rng, len(rows), noise * rates.postcode_missing)
    rows["postcode"][where] = ""
    rows.flag(where, "postcode_missing")


UNREADABLE_DATES = ("31/02/2014", "not known", "00/00/0000", "??/09/2013", "2015", "32/13/2012")


def date_column(rows: Rows, rng: np.random.Generator, texts: np.ndarray) -> np.ndarray:
    """The birth dates as text (``texts``), those flagged as unreadable replaced by what nobody can read."""
    where = np.flatnonzero(rows.errors & BIT["birth_unreadable"])
    texts = texts.copy()
    texts[where] = rng.choice(np.array(UNREADABLE_DATES, dtype=object), len(where))
    return texts
