"""Rows of school rolls: PLASC of the participating LAs, and the neighbours' returns.

Put here registrations, leavers and dual registrations. Lists that LAs keep by hand are in ``list_rows.py``.
"""

from __future__ import annotations

import numpy as np

from . import errors, rows
from .names import alternatives
from .parameters import SCHOOLS
from .world import World

LEAVING_REASONS = (
    "Moved to another school",
    "Moved out of area",
    "Elective home education",
    "Other",
    "Moved abroad",
    "",
)


def year_texts(years: np.ndarray) -> np.ndarray:
    """National Curriculum years as PLASC writes them: N1, N2, R, 1 to 13."""
    names = np.array(["N1", "N2", "R", *[str(n) for n in range(1, 15)]], dtype=object)
    return names[np.clip(years + 2, 0, len(names) - 1)]


def plasc(world: World) -> rows.Rows:
    """All PLASC rows of the participating LAs, with column ``la``: the LA of the school."""
    rng = world.rng("plasc")
    kids, edu, rates = world.kids, world.edu, world.rates
    at_school = edu.has("la_school", "other_la_school", "out_of_county") & np.isin(edu.host, world.participating)
    at_school &= edu.school % 10000 < 6000
    dual = at_school & (rng.random(len(kids.born)) < rates.dual_registration)
    parts = [
        _registrations(world, rng, np.flatnonzero(at_school & ~dual), "C"),
        _registrations(world, rng, np.flatnonzero(dual), "M"),
        _registrations(world, rng, np.flatnonzero(dual), "S", second=True),
        _registrations(world, rng, np.flatnonzero(edu.has("eotas_and_school") & edu.resident), "S"),
        *_leavers(world, rng),
    ]
    whole = rows.Rows.join(parts)
    guest = np.flatnonzero((whole["status"] == "C") & (rng.random(len(whole)) < 0.001))
    whole["status"][guest] = "G"
    _finish(world, rng, whole)
    return whole.take(np.lexsort((rng.random(len(whole)), whole["school"], whole["la"])))


def _registrations(
    world: World, rng: np.random.Generator, person: np.ndarray, status: str, *, second: bool = False
) -> rows.Rows:
    """Current registrations; ``second`` is another school of the same LA, at times its pupil referral unit."""
    kids, edu = world.kids, world.edu
    part = rows.identity(kids, world.homes, world.geo, person, source="school", rng=rng, rates=world.rates)
    school = edu.school[person].copy()
    if second:
        unit = school // 10000 * 10000 + 1100
        shifted = _another_school(world, person, school)
        school = np.where((rng.random(len(person)) < 0.5) | (shifted == school), unit, shifted)
    part["school"] = school
    part["la"] = edu.host[person]
    part["status"] = np.full(len(person), status, dtype=object)
    part["entered"] = _entered(world, rng, person)
    part["left"] = np.full(len(person), rows.MISSING_DAY)
    later = np.flatnonzero(rng.random(len(person)) < 0.0005)
    part["left"][later] = world.day + rng.integers(5, 80, len(later))
    part["reason"] = np.full(len(person), "", dtype=object)
    part["destination"] = np.full(len(person), "", dtype=object)
    return part


def _another_school(world: World, person: np.ndarray, school: np.ndarray) -> np.ndarray:
    """Another school of the same LA and phase, the same one where there is no other."""
    others: dict[int, list[int]] = {}
    for other in world.edu.schools:
        others.setdefault(other.number // 1000, []).append(other.number)
    return np.array(
        [
            (choices := others[s // 1000])[(choices.index(s) + 1 + p % max(1, len(choices) - 1)) % len(choices)]
            for p, s in zip(person.tolist(), school.tolist(), strict=True)
        ],
        dtype=np.int64,
    )


def _entered(world: World, rng: np.random.Generator, person: np.ndarray) -> np.ndarray:
    """First day on roll: 1 to 5 September of some year since Reception."""
    years = np.maximum(1, world.kids.school_year[person] % 7 + 1)
    back = np.ceil(rng.random(len(person)) * years).astype(int) - 1
    start = world.reference.year - (0 if world.reference.month >= 9 else 1) - back
    return (
        (start - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
        + 244
        + rng.integers(0, 5, len(person))
    )


def _leavers(world: World, rng: np.random.Generator) -> list[rows.Rows]:
    """Rows of children who left a school of a participating LA, whether or not they are educated elsewhere."""
    kids, edu, rates = world.kids, world.edu, world.rates
    parts = []
    for states, share, reason, destination in (
        (("la_school",), rates.leaver_moved_school, 0, 0.75),
        (("other_la_school", "england_school"), 0.06, 1, 0.55),
        (("independent",), 0.04, 3, 0.40),
        (("ehe_suitable", "ehe_not_assessed", "ehe_unsuitable"), rates.leaver_ehe, 2, 0.0),
        (("gone",), rates.leaver_gone, 4, 0.45),
        (("missing", "known_cme"), rates.leaver_missing, 3, 0.06),
    ):
        fits = edu.has(*states) & edu.resident & (kids.school_year > 0) & (rng.random(len(kids.born)) < share)
        person = np.flatnonzero(fits)
        part = rows.identity(kids, world.homes, world.geo, person, source="school", rng=rng, rates=world.rates)
        number, home = world.numbers(), kids.la[person]
        phase = np.where(kids.school_year[person] <= 6, 2000, 4000)
        part["la"] = home
        present = edu.school[person]
        own = number[home] * 10000 + phase
        part["school"] = _another_school(
            world,
            person,
            np.where(present // 10000 == number[home], np.where(present % 10000 < 5000, present, own), own),
        )
        part["status"] = np.full(len(person), "C", dtype=object)
        part["left"] = world.day - rng.integers(0, 600, len(person)) ** 2 // 600
        part["entered"] = np.minimum(_entered(world, rng, person), part["left"] - 60)
        part["reason"] = np.where(rng.random(len(person)) < 0.75, LEAVING_REASONS[reason], LEAVING_REASONS[3]).astype(
            object
        )
        known = rng.random(len(person)) < destination
        where = np.where(present > 0, present.astype(str), "Overseas" if reason == 4 else "").astype(object)
        part["destination"] = np.where(known, where, "")
        part.flag(np.arange(len(person)), "not_current")
        parts.append(part)
    return parts


def _finish(world: World, rng: np.random.Generator, whole: rows.Rows) -> None:
    """Errors, preferred names, pupil numbers and addresses. Changes ``whole``."""
    kids, geo = world.kids, world.geo
    true_forename = whole["forename"].copy()
    errors.corrupt(whole, kids, world.homes, rng, SCHOOLS, noise=world.noise)
    count = len(whole)
    preferred = np.full(count, "", dtype=object)
    known = np.flatnonzero(rng.random(count) < 0.08)
    variants = alternatives("variant")
    preferred[known] = [variants[name][0] if name in variants else name for name in true_forename[known]]
    whole["preferred"] = preferred
    legal_only = np.flatnonzero((whole.errors & rows.BIT["surname_changed"]) > 0)
    whole["preferred_surname"] = np.full(count, "", dtype=object)
    whole["preferred_surname"][legal_only] = kids.surname[whole.person[legal_only]]
    step = np.where(rng.random(count) < world.rates.year_retained, rng.choice(np.array([-1, 1]), count), 0)
    whole["year"] = year_texts(kids.school_year[whole.person] + step)
    # the UPN is given once and follows the child: it is of the LA and school first attended
    whole["upn"] = rows.upns(kids, world.numbers()[kids.la[whole.person]], world.edu.school[whole.person], whole.person)
    second = np.flatnonzero(rng.random(count) < 0.002 * world.noise)
    whole["former_upn"] = np.full(count, "", dtype=object)
    whole["former_upn"][second] = whole["upn"][second]
    whole["upn"][second] = rows.upns(
        kids, world.numbers()[whole["la"][second]], whole["school"][second] + 17, whole.person[second]
    )
    whole.flag(second, "other_upn")
    rows.add_address(whole, geo, rng, np.array([0.03 + 0.9 * a.welsh_names for a in geo.authorities])[whole["la"]])


def neighbouring(world: World) -> rows.Rows:
    """Rows of the neighbours' returns: pupils on their rolls who live in a participating LA; ``la`` answers."""
    rng = world.rng("neighbouring")
    kids, edu = world.kids, world.edu
    host = np.where(edu.has("other_la_school", "england_school", "out_of_county") & edu.resident, edu.host, -1)
    candidates = [i for i in range(len(world.geo.authorities)) if i not in world.participating and np.any(host == i)]
    answering = (
        sorted(
            rng.permutation(candidates)[: max(1, round(len(candidates) * world.rates.neighbours_answering))].tolist()
        )
        if candidates
        else []
    )
    person = np.flatnonzero(np.isin(host, answering))
    whole = rows.identity(kids, world.homes, world.geo, person, source="school", rng=rng, rates=world.rates)
    whole["la"] = host[person]
    whole["school"] = edu.school[person]
    whole["home"] = world.geo.la[whole["place"]]
    whole = whole.take(np.flatnonzero(np.isin(whole["home"], world.participating)))
    errors.corrupt(whole, kids, world.homes, rng, SCHOOLS, noise=world.noise)
    upn = rows.upns(kids, world.numbers()[kids.la[whole.person]], edu.school[whole.person], whole.person)
    whole["upn"] = np.where(rng.random(len(whole)) < 0.88, upn, "")
    return whole.take(np.lexsort((rng.random(len(whole)), whole["school"], whole["la"])))
