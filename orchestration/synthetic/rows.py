"""Rows of a landing file before they are written, each with whose it is and what went wrong with it.

Put here the container, the address and birth-date texts and the unique pupil number (UPN): what every source
shares. Keep out which children a source holds and how a file is written.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from .geography import Geography
from .households import NHS_OLD, SCHOOL_OLD, Households
from .parameters import Parameters
from .population import Children

ERRORS = (
    "surname_typo",
    "forename_typo",
    "variant_forename",
    "half_surname",
    "surname_form",
    "middle_appended",
    "other_spelling",
    "swapped_names",
    "one_name",
    "diacritics_lost",
    "birth_day_month",
    "birth_digit",
    "birth_year",
    "birth_default",
    "birth_missing",
    "birth_unreadable",
    "postcode_missing",
    "postcode_typo",
    "postcode_placeholder",
    "surgery_address",
    "placeholder_name",
    "forename_missing",
    "surname_missing",
    "surname_changed",
    "old_address",
    "old_address_other_la",
    "duplicate",
    "duplicate_changed",
    "duplicate_other_la",
    "date_format",
    "not_current",
    "out_of_age",
    "out_of_area",
    "other_upn",
)
BIT = {name: np.uint64(1) << np.uint64(n) for n, name in enumerate(ERRORS)}
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FIRST_DAY, _LAST_DAY = (int(np.datetime64(d).astype(int)) for d in ("1985-01-01", "2031-01-01"))
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DATE_FORMS = ("iso", "slash", "month_name", "dots", "digits", "long", "excel", "short_slash")
MISSING_DAY = np.int64(-(10**6))


class Rows:
    """Parallel columns of one source: ``person`` (position of the child), columns by name, and bits of ``errors`` (see
    ``BIT``)."""

    def __init__(self, person: np.ndarray, **columns: np.ndarray):
        self.person = np.asarray(person)
        self.columns: dict[str, np.ndarray] = dict(columns)
        self.errors = np.zeros(len(self.person), dtype=np.uint64)

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def __setitem__(self, name: str, values: np.ndarray) -> None:
        self.columns[name] = values

    def flag(self, where: np.ndarray, error: str) -> None:
        """Note an error on rows (mask or positions)."""
        self.errors[where] |= BIT[error]

    def take(self, where: np.ndarray) -> Rows:
        """These rows, in this order."""
        chosen = Rows(self.person[where], **{name: values[where] for name, values in self.columns.items()})
        chosen.errors = self.errors[where].copy()
        return chosen

    @staticmethod
    def join(parts: list[Rows]) -> Rows:
        """All rows of several parts; columns absent from a part are empty there."""
        joined = Rows(np.concatenate([part.person for part in parts]))
        for name in dict.fromkeys(name for part in parts for name in part.columns):
            model = next(part[name] for part in parts if name in part.columns)
            blank = "" if model.dtype == object else 0
            joined[name] = np.concatenate(
                [part.columns.get(name, np.full(len(part), blank, dtype=model.dtype)) for part in parts]
            )
        joined.errors = np.concatenate([part.errors for part in parts])
        return joined


def identity(
    kids: Children,
    homes: Households,
    geo: Geography,
    person: np.ndarray,
    *,
    source: str,
    rng: np.random.Generator,
    rates: Parameters,
) -> Rows:
    """Rows with the true name and birth date, and the name and home that the ``source`` (``nhs`` or ``school``) has.

    Columns: surname, forename, middle, former (surname), born (days), place (position of the postcode), house,
    postcode (text). ``former`` is filled by some of those who know of the change.
    """
    household = kids.household[person]
    stale = (homes.address[household] == (NHS_OLD if source == "nhs" else SCHOOL_OLD)) & (
        rng.random(len(person)) < 0.95
    )
    place = np.where(stale, homes.old_postcode[household], homes.postcode[household])
    house = np.where(stale, homes.old_house[household], homes.house[household])
    rows = Rows(
        person,
        surname=kids.surname[person].copy(),
        forename=kids.forename[person].copy(),
        middle=kids.middle[person].copy(),
        former=np.full(len(person), "", dtype=object),
        born=kids.born[person].copy(),
        place=place,
        house=house,
        postcode=geo.postcode[place].copy(),
    )
    rows.flag(stale, "old_address")
    rows.flag(stale & (geo.la[place] != homes.la[household]), "old_address_other_la")
    earlier = homes.earlier_surname[household]
    changed = np.array([name is not None for name in earlier], dtype=bool) if len(earlier) else np.zeros(0, dtype=bool)
    # the family informs the school first
    keeps = changed & (
        rng.random(len(person)) < (rates.surname_kept_by_nhs if source == "nhs" else rates.surname_kept_by_school)
    )
    rows["surname"][keeps] = earlier[keeps]
    rows.flag(keeps, "surname_changed")
    known = changed & ~keeps & (rng.random(len(person)) < (0.70 if source == "nhs" else 0.15))
    rows["former"][known] = earlier[known]
    return rows


def add_address(rows: Rows, geo: Geography, rng: np.random.Generator, welsh_share: np.ndarray | float) -> None:
    """Columns line_1 (house and street, or the house's name), line_2 and town, in Welsh or English by the office."""
    place = rows["place"]
    welsh = rng.random(len(rows)) < welsh_share
    street = np.where(welsh, geo.street_cy[place], geo.street_en[place])
    numbered = np.array([house[:1].isdigit() or house.startswith("Flat") for house in rows["house"]], dtype=bool)
    # on a farm or in a hamlet the street is often left out
    hamlet = ~numbered & geo.rural[place] & (rng.random(len(rows)) < 0.4)
    farm = np.flatnonzero(welsh & ~numbered)
    house = rows["house"].copy()
    house[farm] = [f"Fferm {name[:-5]}" if name.endswith(" Farm") else name for name in house[farm]]
    rows["house_text"] = house
    rows["street"] = np.where(hamlet, "", street)
    rows["line_1"] = np.where(numbered, house + " " + street, house)
    rows["line_2"] = np.where(numbered | hamlet, "", street)
    rows["town"] = np.where(welsh, geo.town_cy[place], geo.town_en[place])


@cache
def date_texts(form: str) -> np.ndarray:
    """The text of every day from 1985 to 2030 in one of ``DATE_FORMS``."""
    days = np.arange(_FIRST_DAY, _LAST_DAY).astype("datetime64[D]").astype(str).tolist()
    out = np.empty(len(days) + 1, dtype=object)
    out[-1] = ""
    for n, text in enumerate(days):
        year, month, day = text.split("-")
        name = _MONTHS[int(month) - 1]
        out[n] = {
            "iso": text,
            "slash": f"{day}/{month}/{year}",
            "month_name": f"{int(day)}-{name[:3]}-{year}",
            "dots": f"{day}.{month}.{year[2:]}",
            "digits": f"{year}{month}{day}",
            "long": f"{int(day)} {name} {year}",
            "excel": str(_FIRST_DAY + n + 25569),
            "short_slash": f"{int(day)}/{int(month)}/{year[2:]}",
        }[form]
    return out


def dates(days: np.ndarray, form: str) -> np.ndarray:
    """Days since 1970 as text; empty where missing (`MISSING_DAY`)."""
    inside = (days >= _FIRST_DAY) & (days < _LAST_DAY)
    return date_texts(form)[np.where(inside, days - _FIRST_DAY, -1)]


def upns(kids: Children, la_number: np.ndarray, school: np.ndarray, person: np.ndarray) -> np.ndarray:
    """Unique pupil numbers: check letter, LA, school, year allocated, serial.

    The check letter is the sum of digit times position (2 to 13) modulo 23. ``school`` and the serial
    need only distinguish the children of one LA and year. All arguments but ``kids`` are arrays of one length.
    """
    year = (kids.born[person] // 365.25 + 1970 + 4).astype(np.int64) % 100
    unit = (person * 7 + school) % 10000
    digits = la_number.astype(np.int64) * 10**9 + unit * 10**5 + year * 1000 + kids.upn_serial[person]
    total = np.zeros(len(person), dtype=np.int64)
    for position in range(13, 1, -1):
        total += (digits // 10 ** (13 - position)) % 10 * position
    letters = np.array(list(CHECK_LETTERS), dtype=object)[total % 23]
    return letters + digits.astype(str).astype(object)
