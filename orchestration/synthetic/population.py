"""The invented children and their households, as they truly are.

Put here who lives where and what they are called. Keep out where they are educated (``education.py``) and what
records say of them (``errors.py`` and the modules of rows). What goes wrong for a family (a move the NHS did not
hear of, a changed surname) is decided here, once a household, so that brothers and sisters share it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import names
from .geography import Geography
from .parameters import Parameters

UP_TO_DATE, NHS_OLD, SCHOOL_OLD = range(3)


@dataclass(frozen=True)
class Households:
    """Parallel arrays, one place a household; postcodes are positions in ``Geography``."""

    la: np.ndarray
    postcode: np.ndarray
    house: np.ndarray
    old_postcode: np.ndarray
    old_house: np.ndarray
    address: np.ndarray  # UP_TO_DATE, NHS_OLD or SCHOOL_OLD
    surname: np.ndarray
    earlier_surname: np.ndarray  # None where the surname never changed
    group: np.ndarray
    gone: np.ndarray  # left Wales; still on the NHS list
    extra: np.ndarray  # lives outside the participating LAs, educated inside
    parent: np.ndarray  # a parent's forename


@dataclass(frozen=True)
class Children:
    """Parallel arrays, one place a child; ``household`` is a position in ``Households``; dates are days since 1970."""

    household: np.ndarray
    la: np.ndarray
    born: np.ndarray
    female: np.ndarray
    twin_set: np.ndarray  # -1 where none
    surname: np.ndarray
    forename: np.ndarray
    middle: np.ndarray  # '' where none
    in_age: np.ndarray  # compulsory school age at the reference date
    school_year: np.ndarray  # 0 is Reception, -1 and -2 nursery
    upn_serial: np.ndarray


def compulsory_age_births(reference: np.datetime64) -> tuple[int, int]:
    """First and last birth date (days since 1970) of compulsory school age in Wales on a day.

    Education Act 1996 s.8: from the prescribed day (31 March, 31 August, 31 December) on or after the fifth
    birthday, to the last Friday in June of the school year in which the child turns 16.
    """
    year, month, day = (int(x) for x in str(reference).split("-"))
    prescribed = max(
        d for y in (year - 1, year) for d in ((y, 3, 31), (y, 8, 31), (y, 12, 31)) if d <= (year, month, day)
    )
    last = np.datetime64(f"{prescribed[0] - 5}-{prescribed[1]:02}-{prescribed[2]:02}").astype(int)
    june = np.datetime64(f"{year}-06-30")
    last_friday = june - (june.astype(int) - 1) % 7  # day 1 of the epoch (2 January 1970) was a Friday
    started = year if month >= 9 else year - 1
    first_year = started - 16 + (1 if month < 9 and reference > last_friday else 0)
    return int(np.datetime64(f"{first_year}-09-01").astype(int)), int(last)


def build(
    rng: np.random.Generator,
    geo: Geography,
    participating: list[int],
    *,
    scale: float,
    reference: np.datetime64,
    rates: Parameters,
) -> tuple[Households, Children]:
    """The residents of the participating LAs, and families elsewhere whose children come in to be educated."""
    started = int(str(reference)[:4]) - (0 if int(str(reference)[5:7]) >= 9 else 1)
    first_birth = int(np.datetime64(f"{started - 18}-09-01").astype(int))
    days = int(np.datetime64(f"{started - 18 + rates.birth_years}-09-01").astype(int)) - first_birth
    mean = sum((n + 1) * share for n, share in enumerate(rates.household_sizes)) * (1 + rates.twin_maternities)
    la_parts, extra_parts = [], []
    for i in participating:
        wanted = geo.authorities[i].pupils * scale * rates.cohort_per_pupil * rates.birth_years
        la_parts.append(np.full(max(40, round(wanted / mean)), i))
        extra_parts.append(np.zeros(len(la_parts[-1]), dtype=bool))
        for j in geo.neighbours[i]:
            if j not in participating:
                share = rates.incoming_from_neighbour if geo.authorities[j].welsh else rates.incoming_from_england
                many = geo.authorities[i].pupils * scale * share / len(geo.neighbours[i]) / mean
                la_parts.append(np.full(max(1, round(many)), j))
                extra_parts.append(np.ones(len(la_parts[-1]), dtype=bool))
    la, extra = np.concatenate(la_parts), np.concatenate(extra_parts)
    count = len(la)

    minority = rng.random(count) < np.array([a.minority for a in geo.authorities])[la]
    pool = np.where(minority, 2 + rng.choice(len(names.MINORITY_SHARES), count, p=names.MINORITY_SHARES), 0)
    speaks = ~minority & (rng.random(count) < 1.05 * np.array([a.welsh_names for a in geo.authorities])[la])
    region = np.array([a.surname_region for a in geo.authorities], dtype=object)[la]
    surname = names.choose_surnames(rng, region, pool)
    other = names.choose_surnames(rng, region, pool)
    welsh = np.isin(surname, list(names.welsh_origin())) & ~minority | speaks
    group = np.where(minority, names.MINORITY, np.where(welsh, names.WELSH, names.ENGLISH))
    double = np.flatnonzero((rng.random(count) < rates.double_surname) & ~minority & (surname != other))
    joint = np.where(rng.random(len(double)) < 0.6, "-", " ")
    surname[double] = [f"{a}{j}{b}" for a, j, b in zip(surname[double], joint, other[double], strict=True)]
    earlier = np.full(count, None, dtype=object)
    changed = rng.random(count) < rates.surname_changed
    earlier[changed] = names.choose_surnames(rng, region[changed], pool[changed])
    earlier[earlier == surname] = None

    postcode, house = _homes(rng, geo, la, rates)
    draw = rng.random(count)
    address = np.where(
        draw < rates.nhs_address_old,
        NHS_OLD,
        np.where(draw < rates.nhs_address_old + rates.school_address_old, SCHOOL_OLD, UP_TO_DATE),
    )
    old_postcode, old_house = _earlier_homes(rng, geo, la, address, rates)
    gone = (rng.random(count) < np.array([a.gone for a in geo.authorities])[la]) & ~extra
    homes = Households(
        la,
        postcode,
        house,
        old_postcode,
        old_house,
        address,
        surname,
        earlier,
        group,
        gone,
        extra,
        names.choose_forenames(rng, pool, np.ones(count, dtype=int)),
    )
    return homes, _children(
        rng, homes, pool, speaks, first_birth, days, started, compulsory_age_births(reference), rates
    )


def _homes(
    rng: np.random.Generator, geo: Geography, la: np.ndarray, rates: Parameters, *, terminated: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """A postcode (a live one unless ``terminated`` ones may serve) and a house number, flat or name."""
    postcode = np.empty(len(la), dtype=np.int64)
    for i in np.unique(la):
        where = np.flatnonzero(la == i)
        choice = np.flatnonzero(geo.la == i) if terminated else geo.of_la[i]
        postcode[where] = choice[rng.integers(0, len(choice), len(where))]
    rows = names.table("streets.csv")
    own_names = np.array([row["name"] for row in rows if row["kind"] == "house_name"], dtype=object)
    farms = np.array([row["name"] for row in rows if row["kind"] == "farm"], dtype=object)
    house = rng.integers(1, 130, len(la)).astype(str).astype(object)
    flat = np.flatnonzero((rng.random(len(la)) < rates.flat_urban) & ~geo.rural[postcode])
    house[flat] = [f"Flat {n}, {h}" for n, h in zip(rng.integers(1, 13, len(flat)), house[flat], strict=True)]
    named = rng.random(len(la)) < np.where(geo.rural[postcode], rates.house_name_rural, rates.house_name_urban)
    farm = np.flatnonzero(named & geo.rural[postcode] & (rng.random(len(la)) < 0.2))
    house[named] = own_names[rng.integers(0, len(own_names), int(named.sum()))]
    house[farm] = [f"{name} Farm" for name in farms[rng.integers(0, len(farms), len(farm))]]
    return postcode, house


def _earlier_homes(
    rng: np.random.Generator, geo: Geography, la: np.ndarray, address: np.ndarray, rates: Parameters
) -> tuple[np.ndarray, np.ndarray]:
    """Where families who moved lived before: mostly the same LA, else a neighbour or anywhere in Wales."""
    old_la = la.copy()
    between = np.flatnonzero((address != UP_TO_DATE) & (rng.random(len(la)) < rates.moved_between_las))
    welsh = [i for i, a in enumerate(geo.authorities) if a.welsh]
    for n, draw, pick in zip(between, rng.random(len(between)), rng.random(len(between)), strict=True):
        near = [j for j in geo.neighbours[la[n]] if geo.authorities[j].welsh] if draw < 0.6 else welsh
        old_la[n] = (near or welsh)[int(pick * len(near or welsh))]
    return _homes(rng, geo, old_la, rates, terminated=True)


def _children(
    rng: np.random.Generator,
    homes: Households,
    pool: np.ndarray,
    speaks: np.ndarray,
    first_birth: int,
    days: int,
    started: int,
    in_age: tuple[int, int],
    rates: Parameters,
) -> Children:
    count = len(homes.la)
    size = 1 + rng.choice(len(rates.household_sizes), count, p=rates.household_sizes)
    household = np.repeat(np.arange(count), size)
    order = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    gap = np.where(order > 0, rng.integers(400, 1600, len(household)), 0)
    since_first = np.cumsum(gap) - np.repeat(np.cumsum(gap)[np.cumsum(size) - size], size)
    eldest = rng.integers(0, days, count)[household]
    born = eldest + since_first
    born = np.where(born < days, born, eldest - since_first) % days
    twin = np.flatnonzero(rng.random(len(household)) < rates.twin_maternities)
    third = twin[rng.random(len(twin)) < 0.012]
    origin = np.concatenate([np.arange(len(household)), twin, third])
    twin_set = np.full(len(household), -1)
    twin_set[twin] = np.arange(len(twin))
    origin = origin[np.argsort(origin, kind="stable")]
    household, born, order, twin_set = household[origin], born[origin] + first_birth, order[origin], twin_set[origin]
    total = len(household)
    female = rng.integers(0, 2, total)

    who = pool[household]
    draw = rng.random(total)
    who = np.where(
        who == 0, np.where(draw < np.where(speaks[household], 0.86, 0.025), 1, 0), np.where(draw < 0.85, who, 0)
    )
    forename = names.choose_forenames(rng, who, female)
    _tell_apart(rng, household, twin_set, who, female, forename, rates)
    middle = np.full(total, "", dtype=object)
    for sex in (0, 1):
        pick = np.flatnonzero((female == sex) & (rng.random(total) < np.where(who < 2, 0.82, 0.25)))
        middle[pick] = names.choose(rng, names.forenames("middle", "mf"[sex]), len(pick))
        second = pick[rng.random(len(pick)) < 0.18]
        middle[second] = middle[second] + " " + names.choose(rng, names.forenames("middle", "mf"[sex]), len(second))

    surname = homes.surname[household]
    half = np.flatnonzero((order > 0) & (twin_set < 0) & (rng.random(total) < rates.half_sibling_surname))
    surname[half] = homes.surname[rng.permutation(count)[half % count]]
    father = np.flatnonzero(speaks & (rng.random(count) < rates.patronymic))
    fathers = dict(
        zip(father.tolist(), names.choose(rng, names.forenames("welsh", "m"), len(father)).tolist(), strict=True)
    )
    for n in np.flatnonzero(np.isin(household, father)):
        name = fathers[int(household[n])]
        surname[n] = f"ferch {name}" if female[n] else f"{'ab' if name[0] in 'AEIOU' else 'ap'} {name}"
    for n in np.flatnonzero((who == names.POOLS.index("east_european")) & (female == 1)):
        if surname[n].endswith("ski"):
            surname[n] = surname[n][:-1] + "a"

    date = born.astype("datetime64[D]")
    school_start = date.astype("datetime64[Y]").astype(int) + 1970 - (date.astype("datetime64[M]").astype(int) % 12 < 8)
    return Children(
        household,
        homes.la[household],
        born,
        female,
        twin_set,
        surname,
        forename,
        middle,
        (born >= in_age[0]) & (born <= in_age[1]),
        started - 5 - school_start,
        rng.integers(0, 1000, total),
    )


def _tell_apart(
    rng: np.random.Generator,
    household: np.ndarray,
    twin_set: np.ndarray,
    who: np.ndarray,
    female: np.ndarray,
    forename: np.ndarray,
    rates: Parameters,
) -> None:
    """Give look-alike names to some twins, then make forenames differ within each household. Changes ``forename``."""
    second = np.flatnonzero((twin_set[1:] >= 0) & (twin_set[1:] == twin_set[:-1])) + 1
    alike = second[rng.random(len(second)) < rates.look_alike_twins]
    for n, draw in zip(alike, rng.random(len(alike)), strict=True):
        pool, _ = names.forenames(names.POOLS[who[n]], "mf"[female[n]])
        first = forename[n - 1]
        near = [name for name in pool if name != first and (name[0] == first[0] or name[-3:] == first[-3:])]
        if near:
            forename[n] = near[int(draw * len(near))]
    for _ in range(6):
        same = np.zeros(len(household), dtype=bool)
        for step in (1, 2, 3):
            same[step:] |= (household[step:] == household[:-step]) & (forename[step:] == forename[:-step])
        where = np.flatnonzero(same)
        if not len(where):
            return
        forename[where] = names.choose_forenames(rng, who[where], female[where])
