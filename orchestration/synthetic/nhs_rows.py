"""Rows of the NHS extract: who is on it, with what name and home, and the errors of the list itself.

Put here the selection, the duplicates and the surgery addresses. How a file of one LA looks is in ``la_files.py``.
"""

from __future__ import annotations

import numpy as np

from . import errors, rows
from .parameters import MIDDLE_NAMES_APPENDED, NHS
from .world import World


def build(world: World) -> rows.Rows:
    """All NHS rows of the participating LAs, with column ``la``: the LA whose file holds the row."""
    rng = world.rng("nhs")
    geo, homes, kids, edu, rates = world.geo, world.homes, world.kids, world.edu, world.rates
    count = len(kids.born)
    unregistered = rng.random(count) < np.array([a.no_nhs for a in geo.authorities])[kids.la]
    slips = rng.random(count)
    listed = edu.resident & ~unregistered & (kids.in_age | (slips < rates.nhs_out_of_age))
    listed |= ~edu.resident & kids.in_age & (slips < rates.nhs_out_of_area)
    person = np.flatnonzero(listed)
    main = rows.identity(kids, homes, geo, person, source="nhs", rng=rng, rates=world.rates)
    parts = [main, *_duplicates(world, main, rng)]
    whole = rows.Rows.join(parts)
    # the extract is cut by postcode: a family gone to a participating LA on paper only is in that LA's file
    la = geo.la[whole["place"]]
    outside = ~np.isin(la, world.participating) & ~edu.resident[whole.person]
    near = np.array(
        [
            next((j for j in geo.neighbours[i] if j in world.participating), world.participating[0])
            for i in range(len(geo.authorities))
        ]
    )
    whole["la"] = np.where(outside, near[la], la)
    whole.flag(outside, "out_of_area")
    whole.flag(~kids.in_age[whole.person], "out_of_age")
    whole = whole.take(np.flatnonzero(np.isin(whole["la"], world.participating)))

    middle = np.array([MIDDLE_NAMES_APPENDED.get(a.code, 0.85) for a in geo.authorities])[whole["la"]]
    errors.corrupt(whole, kids, homes, rng, NHS, noise=world.noise, middle=middle)
    welsh = np.array([0.05 + 0.6 * a.welsh_names for a in geo.authorities])[whole["la"]]
    rows.add_address(whole, geo, rng, welsh)
    _surgeries(world, whole, rng)
    exact = np.flatnonzero(rng.random(len(whole)) < world.noise * rates.nhs_duplicate * 0.45)
    copies = whole.take(exact)
    copies.flag(np.arange(len(copies)), "duplicate")
    whole = rows.Rows.join([whole, copies])
    order = np.lexsort((rng.random(len(whole)), whole["la"]))
    return whole.take(order)


def _duplicates(world: World, main: rows.Rows, rng: np.random.Generator) -> list[rows.Rows]:
    """Second registrations: under another surname or at an old address, and in another LA's file."""
    geo, homes, kids = world.geo, world.homes, world.kids
    rate = world.noise * world.rates.nhs_duplicate
    changed = main.take(np.flatnonzero(rng.random(len(main)) < 0.40 * rate))
    household = kids.household[changed.person]
    renamed = np.flatnonzero(rng.random(len(changed)) < 0.5)
    other = kids.surname[rng.integers(0, len(kids.surname), len(renamed))]
    earlier = homes.earlier_surname[household[renamed]]
    changed["surname"][renamed] = np.array(
        [e if e is not None else o for e, o in zip(earlier, other, strict=True)] or [], dtype=object
    )
    moved = np.setdiff1d(np.arange(len(changed)), renamed)
    changed["place"][moved] = homes.old_postcode[household[moved]]
    changed["house"][moved] = homes.old_house[household[moved]]
    changed["postcode"] = geo.postcode[changed["place"]]
    changed.flag(np.arange(len(changed)), "duplicate_changed")
    elsewhere = main.take(np.flatnonzero(rng.random(len(main)) < 0.15 * rate))
    if len(world.participating) > 1:
        choices = np.concatenate([geo.of_la[i][:400] for i in world.participating])
        elsewhere["place"] = rng.choice(choices, len(elsewhere))
        elsewhere["postcode"] = geo.postcode[elsewhere["place"]]
    elsewhere.flag(np.arange(len(elsewhere)), "duplicate_other_la")
    return [changed, elsewhere]


def _surgeries(world: World, whole: rows.Rows, rng: np.random.Generator) -> None:
    """Some children are listed at the address of a surgery, or of no fixed home."""
    geo = world.geo
    where = np.flatnonzero(
        (rng.random(len(whole)) < world.noise * NHS.surgery_address)
        & np.isin(geo.la[whole["place"]], world.participating)
    )
    for n in where:
        practices = geo.surgeries[geo.la[whole["place"][n]]]
        at = practices[int(rng.random() * len(practices))]
        whole["place"][n] = at
        whole["postcode"][n] = geo.postcode[at]
        whole["line_1"][n], whole["line_2"][n], whole["town"][n] = (
            surgery_name(world, at),
            geo.street_en[at],
            geo.town_en[at],
        )
    whole.flag(where, "surgery_address")
    homeless = np.flatnonzero(whole.errors & rows.BIT["postcode_placeholder"])
    whole["line_1"][homeless] = "No fixed abode"
    whole["line_2"][homeless] = ""
    whole["town"][homeless] = ""


def surgery_name(world: World, place: int) -> str:
    """The name of the surgery at a postcode."""
    street, town = world.geo.street_en[place], world.geo.town_cy[place]
    stem = street.rsplit(" ", 1)[0]
    return f"Meddygfa {stem}" if place % 3 == 0 else f"{stem} Surgery" if place % 3 == 1 else f"{town} Health Centre"
