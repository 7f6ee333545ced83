"""What goes wrong with a name, a birth date or a postcode on its way into a record.

Put here errors of one row. Errors that a whole family shares (a move, a changed surname) are in ``population.py``
and ``rows.py``. Each error is noted on the row, so that the truth can say what was planted where.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import numpy as np

from . import names
from .parameters import Errors
from .population import Children, Households
from .rows import BIT, MISSING_DAY, Rows

_KEYBOARD = {
    "a": "sqz",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "mb",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "xs",
}
_SCANNED = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "i"),
    ("cl", "d"),
    ("vv", "w"),
    ("h", "b"),
    ("e", "c"),
    ("u", "v"),
    ("ri", "n"),
)
_POSTCODE_SLIPS = {"0": "O", "1": "I", "5": "S", "S": "5", "B": "8", "8": "B", "L": "I", "2": "Z", "D": "O", "6": "G"}


def without_marks(text: str) -> str:
    """The text with diacritics removed (ŵ to w, ł to l)."""
    plain = unicodedata.normalize("NFD", text.translate({0x142: "l", 0x141: "L"}))
    return "".join(c for c in plain if not unicodedata.combining(c))


def typo(text: str, draw: float, kind: float) -> str:
    """One slip: a neighbouring key, two letters exchanged, one lost or doubled, or a scanning fault."""
    if len(text) < 3:
        return text + text[-1:]
    at = 1 + int(draw * (len(text) - 1))
    at = min(at, len(text) - 1)
    if kind < 0.30:
        near = _KEYBOARD.get(text[at].lower())
        return text[:at] + near[int(draw * 97) % len(near)] + text[at + 1 :] if near else text[:at] + text[at + 1 :]
    if kind < 0.55 and at < len(text) - 1 and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.75:
        return text[:at] + text[at + 1 :]
    if kind < 0.88:
        return text[:at] + text[at] + text[at:]
    for wrong, right in _SCANNED[int(draw * 9) :] + _SCANNED[: int(draw * 9)]:
        if wrong in text[1:]:
            return text[0] + text[1:].replace(wrong, right, 1)
    return text[:at] + text[at + 1 :]


def _hit(rng: np.random.Generator, count: int, rate: float | np.ndarray) -> np.ndarray:
    """Positions where an error happens. Draws always, so that one rate does not shift another's draws."""
    return np.flatnonzero(rng.random(count) < rate)


def _change(
    rows: Rows, column: str, where: np.ndarray, change: Callable[..., str], error: str, *draws: np.ndarray
) -> None:
    """Apply a change to a column and note it only where the text really differs."""
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
    """Plant errors in the rows of one source; ``middle`` multiplies the rate of appended middle names by row."""
    _names(rows, kids, homes, rng, rates, noise, middle)
    _births(rows, rng, rates, noise)
    _postcodes(rows, rng, rates, noise)


def _names(
    rows: Rows,
    kids: Children,
    homes: Households,
    rng: np.random.Generator,
    rates: Errors,
    noise: float,
    middle: np.ndarray | float,
) -> None:
    count = len(rows)
    minority = homes.group[kids.household[rows.person]] == names.MINORITY

    def draws(where: np.ndarray) -> np.ndarray:
        return rng.random(len(where))

    where = _hit(rng, count, noise * rates.variant_forename)
    variants = names.alternatives("variant")
    has = (
        np.array([text in variants for text in rows["forename"][where]], dtype=bool)
        if len(where)
        else where.astype(bool)
    )
    # names with a known other form are common; a rarer name goes by its beginning or by the middle name
    _change(
        rows,
        "forename",
        where[has],
        lambda t, d: variants[t][int(d * len(variants[t]))],
        "variant_forename",
        draws(where[has]),
    )
    rest = where[~has]
    other = rows["middle"][rest]
    _change(
        rows,
        "forename",
        rest,
        lambda t, m, d: m.split(" ")[0] if m and d < 0.4 else (t[:3] if len(t) > 5 and d < 0.8 else t),
        "variant_forename",
        other,
        draws(rest),
    )
    spelt = names.alternatives("transliteration")
    for column in ("forename", "surname"):
        where = _hit(rng, count, noise * rates.other_spelling * 2 * minority)
        _change(
            rows,
            column,
            where,
            lambda t, d: spelt[t][int(d * len(spelt[t]))] if t in spelt else t,
            "other_spelling",
            draws(where),
        )

    double = np.array(
        [("-" in text or " " in text) and text[:3] not in ("ap ", "ab ", "fer") for text in rows["surname"]], dtype=bool
    )
    where = _hit(rng, count, noise * rates.surname_form * double)
    _change(
        rows,
        "surname",
        where,
        lambda t, d: (
            t.replace("-", " ")
            if "-" in t and d < 0.7
            else t.replace(" ", "-")
            if d < 0.6
            else t.replace(" ", "").replace("-", "")
        ),
        "surname_form",
        draws(where),
    )
    where = _hit(rng, count, noise * rates.half_surname * double)
    _change(
        rows,
        "surname",
        where,
        lambda t, d: t.replace("-", " ").split(" ")[0 if d < 0.45 else -1],
        "half_surname",
        draws(where),
    )
    for column in ("surname", "forename"):
        where = _hit(rng, count, noise * getattr(rates, f"{column}_typo"))
        _change(rows, column, where, typo, f"{column}_typo", draws(where), draws(where))

    where = _hit(rng, count, np.minimum(0.95, noise * rates.middle_appended * middle))
    where = where[rows["middle"][where] != ""]
    rows["forename"][where] = rows["forename"][where] + " " + rows["middle"][where]
    rows.flag(where, "middle_appended")
    where = _hit(rng, count, noise * np.where(minority, rates.swapped_names, rates.swapped_names_any))
    rows["surname"][where], rows["forename"][where] = rows["forename"][where], rows["surname"][where]
    rows.flag(where, "swapped_names")
    where = _hit(rng, count, noise * rates.one_name * minority)
    rows["surname"][where] = rows["forename"][where] + " " + rows["surname"][where]
    rows["forename"][where] = ""
    rows.flag(where, "one_name")
    where = _hit(rng, count, noise * rates.placeholder_name)
    who = rows.person[where]
    twin, later = kids.twin_set[who] >= 0, kids.twin_set[who] == kids.twin_set[who - 1]  # twins stand side by side
    baby = np.where(kids.female[who] == 1, "Baby Girl", "Baby")
    rows["forename"][where] = np.where(twin, np.where(later, "Twin 2", "Twin 1"), baby).astype(object)
    rows.flag(where, "placeholder_name")
    for column in ("forename", "surname"):
        where = _hit(rng, count, noise * getattr(rates, f"{column}_missing"))
        rows[column][where] = ""
        rows.flag(where, f"{column}_missing")
    for column in ("surname", "forename", "former", "middle"):
        marked = np.flatnonzero(np.array([not text.isascii() for text in rows[column]], dtype=bool))
        lost = marked[_hit(rng, len(marked), min(1.0, rates.diacritics_lost))]
        _change(rows, column, lost, without_marks, "diacritics_lost")


def _births(rows: Rows, rng: np.random.Generator, rates: Errors, noise: float) -> None:
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
    where = _hit(rng, len(rows), noise * rates.postcode_typo)

    def slip(text: str, draw: float, kind: float) -> str:
        spots = [n for n, c in enumerate(text) if c in _POSTCODE_SLIPS]
        if kind < 0.35 and spots:
            at = spots[int(draw * len(spots))]
            return text[:at] + _POSTCODE_SLIPS[text[at]] + text[at + 1 :]
        if kind < 0.7:
            return text[:-2] + text[-1] + text[-2]
        letter = "ABDEFGHJLNPQRSTUWXYZ"[int(draw * 20)]
        return text[:-1] + letter

    _change(rows, "postcode", where, slip, "postcode_typo", rng.random(len(where)), rng.random(len(where)))
    where = _hit(rng, len(rows), noise * rates.postcode_placeholder)
    rows["postcode"][where] = rng.choice(np.array(["ZZ99 3VZ", "ZZ99 3WZ", "ZZ99 3CZ"], dtype=object), len(where))
    rows.flag(where, "postcode_placeholder")
    where = _hit(rng, len(rows), noise * rates.postcode_missing)
    rows["postcode"][where] = ""
    rows.flag(where, "postcode_missing")


UNREADABLE_DATES = ("31/02/2014", "not known", "00/00/0000", "??/09/2013", "2015", "32/13/2012")


def date_column(rows: Rows, rng: np.random.Generator, texts: np.ndarray) -> np.ndarray:
    """Birth dates as text, with those that cannot be read put in their places."""
    where = np.flatnonzero(rows.errors & BIT["birth_unreadable"])
    texts = texts.copy()
    texts[where] = rng.choice(np.array(UNREADABLE_DATES, dtype=object), len(where))
    return texts
