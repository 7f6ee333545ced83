"""The invented households: where each lives, what its surname is, and what changed of both.

Put here what all children of a household share. Keep out the children themselves (``population.py``). What goes wrong
for a family (a move the NHS did not hear of, a changed surname) is decided here, once a household, so that brothers and
sisters share it.
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
    """Parallel arrays, one place a household; postcodes and LAs are positions in ``Geography``."""

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
    pool: np.ndarray  # position in names.POOLS of its surnames
    speaks_welsh: np.ndarray


def make_households(
    rng: np.random.Generator, geo: Geography, la: np.ndarray, extra: np.ndarray, rates: Parameters
) -> Households:
    """A household for each place of ``la`` (position of its LA); ``extra`` is as in ``Households``."""
    count = len(la)
    minority = rng.random(count) < np.array([a.minority for a in geo.authorities])[la]
    pool = np.where(minority, 2 + rng.choice(len(names.MINORITY_SHARES), count, p=names.MINORITY_SHARES), 0)
    speaks_welsh = ~minority & (rng.random(count) < 1.05 * np.array([a.welsh_names for a in geo.authorities])[la])
    surname, earlier, group = _surnames(rng, geo, la, pool, minority, speaks_welsh, rates)
    postcode, house = _homes(rng, geo, la, rates)
    draw = rng.random(count)
    address = np.where(
        draw < rates.nhs_address_old,
        NHS_OLD,
        np.where(draw < rates.nhs_address_old + rates.school_address_old, SCHOOL_OLD, UP_TO_DATE),
    )
    old_postcode, old_house = _earlier_homes(rng, geo, la, address, rates)
    gone = (rng.random(count) < np.array([a.gone for a in geo.authorities])[la]) & ~extra
    return Households(
        la=la,
        postcode=postcode,
        house=house,
        old_postcode=old_postcode,
        old_house=old_house,
        address=address,
        surname=surname,
        earlier_surname=earlier,
        group=group,
        gone=gone,
        extra=extra,
        parent=names.choose_forenames(rng, pool, np.ones(count, dtype=int)),
        pool=pool,
        speaks_welsh=speaks_welsh,
    )


def _surnames(
    rng: np.random.Generator,
    geo: Geography,
    la: np.ndarray,
    pool: np.ndarray,
    minority: np.ndarray,
    speaks_welsh: np.ndarray,
    rates: Parameters,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each household's surname, the earlier one where it changed (else None), and its group of names."""
    count = len(la)
    region = np.array([a.surname_region for a in geo.authorities], dtype=object)[la]
    surname = names.choose_surnames(rng, region, pool)
    other = names.choose_surnames(rng, region, pool)
    welsh = np.isin(surname, list(names.welsh_origin())) & ~minority | speaks_welsh
    group = np.where(minority, names.MINORITY, np.where(welsh, names.WELSH, names.ENGLISH))
    double = np.flatnonzero((rng.random(count) < rates.double_surname) & ~minority & (surname != other))
    joint = np.where(rng.random(len(double)) < 0.6, "-", " ")
    surname[double] = [f"{a}{j}{b}" for a, j, b in zip(surname[double], joint, other[double], strict=True)]
    earlier = np.full(count, None, dtype=object)
    changed = rng.random(count) < rates.surname_changed
    earlier[changed] = names.choose_surnames(rng, region[changed], pool[changed])
    earlier[earlier == surname] = None
    return surname, earlier, group


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
