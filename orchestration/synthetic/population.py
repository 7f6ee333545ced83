"""The invented children, as they truly are.

Put here who is born when and what they are called. Keep out where they live (``households.py``), where they are
educated (``education.py``) and what records say of them (``errors.py`` and the modules of rows).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import names
from .geography import Geography
from .households import Households, make_households
from .parameters import Parameters


@dataclass(frozen=True)
class Children:
    """Parallel arrays, one place a child; ``household`` is a position in ``Households``, ``la`` one in
    ``Geography.authorities``; dates are days since 1970. Children of a household stand together, twins side by side."""

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
    """The residents of the participating LAs, and families elsewhere whose children come in to be educated.

    ``participating`` are positions of LAs; ``reference`` is the reference date.
    """
    la, extra = _places_of_households(geo, participating, scale, rates)
    homes = make_households(rng, geo, la, extra, rates)
    return homes, _children(rng, homes, reference, rates)


def _places_of_households(
    geo: Geography, participating: list[int], scale: float, rates: Parameters
) -> tuple[np.ndarray, np.ndarray]:
    """The LA of each household, and whether it lives outside the participating LAs."""
    mean_size = sum((n + 1) * share for n, share in enumerate(rates.household_sizes)) * (1 + rates.twin_maternities)
    la_parts, extra_parts = [], []
    for i in participating:
        wanted = geo.authorities[i].pupils * scale * rates.cohort_per_pupil * rates.birth_years
        la_parts.append(np.full(max(40, round(wanted / mean_size)), i))
        extra_parts.append(np.zeros(len(la_parts[-1]), dtype=bool))
        for j in geo.neighbours[i]:
            if j not in participating:
                share = rates.incoming_from_neighbour if geo.authorities[j].welsh else rates.incoming_from_england
                many = geo.authorities[i].pupils * scale * share / len(geo.neighbours[i]) / mean_size
                la_parts.append(np.full(max(1, round(many)), j))
                extra_parts.append(np.ones(len(la_parts[-1]), dtype=bool))
    return np.concatenate(la_parts), np.concatenate(extra_parts)


def _children(rng: np.random.Generator, homes: Households, reference: np.datetime64, rates: Parameters) -> Children:
    """The children of the households, those of one together and twins beside each other."""
    year, month = int(str(reference)[:4]), int(str(reference)[5:7])
    school_year_began = year if month >= 9 else year - 1
    first_birth = int(np.datetime64(f"{school_year_began - 18}-09-01").astype(int))
    last_birth = int(np.datetime64(f"{school_year_began - 18 + rates.birth_years}-09-01").astype(int))
    household, born, order, twin_set = _births(rng, len(homes.la), last_birth - first_birth, rates)
    born = born + first_birth
    total = len(household)
    female = rng.integers(0, 2, total)

    pool, draw = homes.pool[household], rng.random(total)
    majority = np.where(draw < np.where(homes.speaks_welsh[household], 0.86, 0.025), 1, 0)
    pool = np.where(pool == 0, majority, np.where(draw < 0.85, pool, 0))
    forename = names.choose_forenames(rng, pool, female)
    _make_forenames_differ(rng, household, twin_set, pool, female, forename, rates)
    middle = _middle_names(rng, pool, female)
    surname = _surnames(rng, homes, household, order, twin_set, pool, female, rates)

    date = born.astype("datetime64[D]")
    before_september = date.astype("datetime64[M]").astype(int) % 12 < 8
    first_september = date.astype("datetime64[Y]").astype(int) + 1970 - before_september
    first_day, last_day = compulsory_age_births(reference)
    return Children(
        household=household,
        la=homes.la[household],
        born=born,
        female=female,
        twin_set=twin_set,
        surname=surname,
        forename=forename,
        middle=middle,
        in_age=(born >= first_day) & (born <= last_day),
        school_year=school_year_began - 5 - first_september,
        upn_serial=rng.integers(0, 1000, total),
    )


def _births(
    rng: np.random.Generator, households: int, days: int, rates: Parameters
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each child its household, birth (days after the first possible one), place among brothers and sisters, and
    twin set (-1 where none)."""
    size = 1 + rng.choice(len(rates.household_sizes), households, p=rates.household_sizes)
    household = np.repeat(np.arange(households), size)
    order = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    gap = np.where(order > 0, rng.integers(400, 1600, len(household)), 0)
    since_first = np.cumsum(gap) - np.repeat(np.cumsum(gap)[np.cumsum(size) - size], size)
    eldest = rng.integers(0, days, households)[household]
    born = eldest + since_first
    born = np.where(born < days, born, eldest - since_first) % days
    twin = np.flatnonzero(rng.random(len(household)) < rates.twin_maternities)
    third = twin[rng.random(len(twin)) < 0.012]
    origin = np.concatenate([np.arange(len(household)), twin, third])
    twin_set = np.full(len(household), -1)
    twin_set[twin] = np.arange(len(twin))
    origin = origin[np.argsort(origin, kind="stable")]
    return household[origin], born[origin], order[origin], twin_set[origin]


def _middle_names(rng: np.random.Generator, pool: np.ndarray, female: np.ndarray) -> np.ndarray:
    """One or two middle names in one text, or none."""
    middle = np.full(len(pool), "", dtype=object)
    for sex in (0, 1):
        candidates = names.forenames("middle", "mf"[sex])
        pick = np.flatnonzero((female == sex) & (rng.random(len(pool)) < np.where(pool < 2, 0.82, 0.25)))
        middle[pick] = names.choose(rng, candidates, len(pick))
        second = pick[rng.random(len(pick)) < 0.18]
        middle[second] = middle[second] + " " + names.choose(rng, candidates, len(second))
    return middle


def _surnames(
    rng: np.random.Generator,
    homes: Households,
    household: np.ndarray,
    order: np.ndarray,
    twin_set: np.ndarray,
    pool: np.ndarray,
    female: np.ndarray,
    rates: Parameters,
) -> np.ndarray:
    """The household's surname, but for half brothers and sisters, patronymics and Slavic feminine forms."""
    surname, count = homes.surname[household], len(homes.la)
    half = np.flatnonzero((order > 0) & (twin_set < 0) & (rng.random(len(household)) < rates.half_sibling_surname))
    surname[half] = homes.surname[rng.permutation(count)[half % count]]
    with_patronymic = np.flatnonzero(homes.speaks_welsh & (rng.random(count) < rates.patronymic))
    forenames = names.choose(rng, names.forenames("welsh", "m"), len(with_patronymic))
    fathers = dict(zip(with_patronymic.tolist(), forenames.tolist(), strict=True))
    for n in np.flatnonzero(np.isin(household, with_patronymic)):
        father = fathers[int(household[n])]
        surname[n] = f"ferch {father}" if female[n] else f"{'ab' if father[0] in 'AEIOU' else 'ap'} {father}"
    for n in np.flatnonzero((pool == names.POOLS.index("east_european")) & (female == 1)):
        if surname[n].endswith("ski"):
            surname[n] = surname[n][:-1] + "a"
    return surname


def _make_forenames_differ(
    rng: np.random.Generator,
    household: np.ndarray,
    twin_set: np.ndarray,
    pool: np.ndarray,
    female: np.ndarray,
    forename: np.ndarray,
    rates: Parameters,
) -> None:
    """Give look-alike names to some twins, then make forenames differ within each household. Changes ``forename``."""
    second = np.flatnonzero((twin_set[1:] >= 0) & (twin_set[1:] == twin_set[:-1])) + 1
    alike = second[rng.random(len(second)) < rates.look_alike_twins]
    for n, draw in zip(alike, rng.random(len(alike)), strict=True):
        candidates, _ = names.forenames(names.POOLS[pool[n]], "mf"[female[n]])
        first = forename[n - 1]
        near = [name for name in candidates if name != first and (name[0] == first[0] or name[-3:] == first[-3:])]
        if near:
            forename[n] = near[int(draw * len(near))]
    for _ in range(6):
        same = np.zeros(len(household), dtype=bool)
        for step in (1, 2, 3):
            same[step:] |= (household[step:] == household[:-step]) & (forename[step:] == forename[:-step])
        where = np.flatnonzero(same)
        if not len(where):
            return
        forename[where] = names.choose_forenames(rng, pool[where], female[where])
