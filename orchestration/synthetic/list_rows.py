"""Rows of the lists that an LA keeps itself: EHE, EOTAS, out of county and its own CME register.

Put here what those lists say. Rolls of schools are in ``roll_rows.py``. Telephone numbers are of the range that
Ofcom keeps for drama; e-mail addresses end in example.org.
"""

from __future__ import annotations

import numpy as np

from . import errors, rows
from .education import CODE
from .parameters import LISTS
from .world import World

_SUITABILITY = {"ehe_suitable": "Suitable", "ehe_not_assessed": "Not yet assessed", "ehe_unsuitable": "Unsuitable"}
_PROVISION = (
    "Pupil referral unit",
    "Individual tuition",
    "Alternative provision",
    "Further education college",
    "Hospital",
    "Awaiting provision",
)
_REASONS = (
    "Moved in, no school place",
    "Withdrawn, no destination",
    "Failed transition to year 7",
    "Never started school",
    "Permanently excluded",
    "Notified by another authority",
    "School attendance order in force",
)
_CLOSURES = (
    "Registered at a school",
    "Moved to another authority",
    "Suitable home education",
    "Ceased compulsory school age",
    "Created in error",
)


def _start(world: World, use: str, mask: np.ndarray) -> tuple[np.random.Generator, rows.Rows]:
    rng = world.rng(use)
    part = rows.identity(
        world.kids,
        world.homes,
        world.geo,
        np.flatnonzero(mask & world.edu.resident),
        source="school",
        rng=rng,
        rates=world.rates,
    )
    part["la"] = world.kids.la[part.person]
    return rng, part


def _upn(world: World, rng: np.random.Generator, part: rows.Rows, share: float) -> None:
    upn = rows.upns(world.kids, world.numbers()[world.kids.la[part.person]], world.edu.school[part.person], part.person)
    part["upn"] = np.where(rng.random(len(part)) < share, upn, "")


def _finish(world: World, rng: np.random.Generator, part: rows.Rows, upn_share: float) -> rows.Rows:
    errors.corrupt(part, world.kids, world.homes, rng, LISTS, noise=world.noise)
    _upn(world, rng, part, upn_share)
    rows.add_address(
        part, world.geo, rng, np.array([0.05 + 0.9 * a.welsh_names for a in world.geo.authorities])[part["la"]]
    )
    return part.take(np.lexsort((rng.random(len(part)), part["la"])))


def _pick(rng: np.random.Generator, options: tuple[str, ...], count: int) -> np.ndarray:
    return np.array(options, dtype=object)[rng.integers(0, len(options), count)]


def _since(world: World, rng: np.random.Generator, part: rows.Rows, most: int) -> np.ndarray:
    """When something began: up to ``most`` days ago, more often lately, not before compulsory school age."""
    back = rng.integers(0, most, len(part)) ** 2 // most
    of_age = np.minimum(world.kids.born[part.person] + 1830, world.day - 12)
    return np.maximum(world.day - 15 - back, of_age)


def _parents(world: World, part: rows.Rows, rng: np.random.Generator, share: float) -> None:
    """Columns parent_name, parent_phone, parent_email for some of the rows."""
    household = world.kids.household[part.person]
    names = world.homes.parent[household] + " " + part["surname"]
    part["parent_name"] = np.where(rng.random(len(part)) < share, names, "")
    phones = np.array(
        [f"01632 960{n % 1000:03d}" if n % 2 else f"07700 900{n % 1000:03d}" for n in household], dtype=object
    )
    part["parent_phone"] = np.where(rng.random(len(part)) < share * 0.8, phones, "")
    mails = np.array([f"family{n}@example.org" for n in household], dtype=object)
    part["parent_email"] = np.where(rng.random(len(part)) < share * 0.5, mails, "")


def ehe(world: World) -> rows.Rows:
    """Home educated children known to each LA."""
    rng, part = _start(world, "ehe", world.edu.has(*_SUITABILITY))
    words = np.full(len(part), "", dtype=object)
    for state, word in _SUITABILITY.items():
        words[world.edu.state[part.person] == CODE[state]] = word
    draw = rng.random(len(part))
    words = np.where(
        draw < 0.05, [w.upper() for w in words], np.where(draw < 0.10, [w.lower() for w in words], words)
    ).astype(object)
    part["suitability"] = words
    part["start"] = _since(world, rng, part, 1500)
    part["end"] = np.full(len(part), rows.MISSING_DAY)
    assessed = world.edu.state[part.person] != CODE["ehe_not_assessed"]
    part["reviewed"] = np.where(assessed, world.day - rng.integers(5, 365, len(part)), rows.MISSING_DAY)
    _parents(world, part, rng, 0.6)
    return _finish(world, rng, part, 0.35)


def eotas(world: World) -> rows.Rows:
    """Children whose education otherwise than at school the LA funds, places in independent schools included."""
    rng, part = _start(world, "eotas", world.edu.has("eotas", "eotas_and_school", "independent_placed"))
    placed = world.edu.state[part.person] == CODE["independent_placed"]
    kinds = np.array([_PROVISION[0], *_PROVISION], dtype=object)[rng.integers(0, len(_PROVISION) + 1, len(part))]
    part["provision"] = np.where(placed, "Independent special school", kinds)
    schools = {school.number: school.name for school in world.edu.independents}
    names = np.array([schools.get(number, "") for number in world.edu.school[part.person].tolist()], dtype=object)
    la_names = np.array([a.name_en for a in world.geo.authorities], dtype=object)[part["la"]]
    part["provider"] = np.where(placed, names, la_names + " " + part["provision"])
    part["provider_address"] = la_names
    part["start"] = _since(world, rng, part, 900)
    part["end"] = np.full(len(part), rows.MISSING_DAY)
    part["provision_aln"] = np.where(rng.random(len(part)) < 0.4, "IDP", "").astype(object)
    return _finish(world, rng, part, 0.92)


def out_of_county(world: World) -> rows.Rows:
    """Residents known to be educated in another LA's school; some whom no LA placed are known too."""
    known = world.edu.has("out_of_county")
    _, part = _start(world, "out_of_county", known)
    rng = world.rng("out_of_county rows")
    host = world.edu.host[part.person]
    names = {school.number: school.name for school in world.edu.schools}
    part["host"] = host
    number = world.edu.school[part.person]
    part["school_number"] = np.where(rng.random(len(part)) < 0.7, number.astype(str), "").astype(object)
    part["school_name"] = np.array([names.get(n, "") for n in number.tolist()], dtype=object)
    part["placed"] = np.where(rng.random(len(part)) < 0.8, "Y", "N").astype(object)
    return _finish(world, rng, part, 0.70)


def cme(world: World) -> rows.Rows:
    """Each LA's own register before the cycle: open cases, open ones that should be closed, and closed ones."""
    rng = world.rng("cme")
    kids, edu, rates = world.kids, world.edu, world.rates
    draw = rng.random(len(kids.born))
    opened = edu.has("known_cme")
    enrolled = edu.has("la_school", "other_la_school") & kids.in_age
    stale = enrolled & (draw < rates.case_open_but_enrolled)
    stale |= ~kids.in_age & (kids.school_year == 12) & edu.has("not_on_roll") & (draw < rates.case_open_over_age)
    stale |= edu.has("gone") & kids.in_age & (draw < 0.01)
    closed = enrolled & (draw > 1 - rates.case_closed)
    person = np.flatnonzero((opened | stale | closed) & edu.resident)
    part = rows.identity(kids, world.homes, world.geo, person, source="school", rng=rng, rates=world.rates)
    part["la"] = kids.la[person]
    count = len(person)
    is_closed = closed[person]
    part["opened"] = _since(world, rng, part, 900)
    part["closed"] = np.where(
        is_closed, np.minimum(part["opened"] + rng.integers(10, 200, count), world.day - 3), rows.MISSING_DAY
    )
    part["closure"] = np.where(is_closed, _CLOSURES[0], "").astype(object)
    part["reason"] = _pick(rng, _REASONS, count)
    part["case"] = np.array(
        [f"CME{n:05d}" for n in rng.permutation(90000)[:count] + 1000] if count else [], dtype=object
    )
    _parents(world, part, rng, 0.75)
    part["aln"] = np.where(rng.random(count) < 0.12, "Speech and language", "").astype(object)
    part["aln_provision"] = np.where(part["aln"] != "", "IDP", "").astype(object)
    part.flag(np.flatnonzero(is_closed), "not_current")
    part = _finish(world, rng, part, 0.6)
    part["parent_address"] = np.where(part["parent_name"] != "", part["line_1"], "")
    part["parent_postcode"] = np.where(part["parent_name"] != "", part["postcode"], "")
    return part
