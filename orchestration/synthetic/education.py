"""Where each invented child is truly educated at the reference date.

Put here the true state of a child. Keep out the schools there are (``schools.py``) and what rolls and lists say (the
modules of rows). Brothers and sisters mostly go the same way, so draws are shared within a household.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .geography import Geography
from .households import Households
from .parameters import Parameters
from .population import Children
from .schools import School, choose_schools, make_schools

STATES = (
    "la_school",
    "other_la_school",
    "england_school",
    "independent",
    "independent_placed",
    "ehe_suitable",
    "ehe_not_assessed",
    "ehe_unsuitable",
    "eotas",
    "eotas_and_school",
    "out_of_county",
    "known_cme",
    "missing",
    "gone",
    "died",
    "not_on_roll",
)
CODE = {name: code for code, name in enumerate(STATES)}
FEE_PAYING = ("independent", "independent_placed")
MISSING = tuple(CODE[name] for name in ("known_cme", "missing", "ehe_unsuitable"))  # truly without suitable education


@dataclass(frozen=True)
class Education:
    """Parallel arrays, one place a child. ``state`` is a position in ``STATES``, ``host`` the position of the LA whose
    school the child attends, -1 where none."""

    state: np.ndarray
    host: np.ndarray
    school: np.ndarray  # school number, 0 where none
    resident: np.ndarray  # lives in a participating LA
    schools: tuple[School, ...]
    independents: tuple[School, ...]

    def has(self, *states: str) -> np.ndarray:
        """Which children are in one of these states."""
        return _is_in(self.state, *states)


def assign(
    rng: np.random.Generator,
    geo: Geography,
    homes: Households,
    kids: Children,
    participating: list[int],
    *,
    scale: float,
    rates: Parameters,
) -> Education:
    """Decide the true state and the school of every child. ``participating`` are positions of LAs."""
    count = len(kids.born)
    resident = np.isin(kids.la, participating) & ~homes.extra[kids.household]
    state, host = _schools_nearby(rng, geo, homes, kids)

    young, old = ~kids.in_age & (kids.school_year < 1), ~kids.in_age & (kids.school_year > 11)
    roll = rng.random(count)
    not_on_roll = (young & (roll < rates.under_age_not_on_roll)) | (old & (roll < rates.over_age_not_on_roll))
    state[not_on_roll] = CODE["not_on_roll"]
    _states_by_rate(rng, state, geo, homes, kids, rates)
    _at_least_one(rng, state, kids, resident, participating)
    state[homes.gone[kids.household]] = CODE["gone"]

    # families outside the participating LAs: their children come in to a participating LA's school, or board
    extra = homes.extra[kids.household]
    state[extra] = np.where(state[extra] == CODE["not_on_roll"], CODE["not_on_roll"], CODE["other_la_school"])
    for i in np.unique(kids.la[extra]):
        near = [j for j in geo.neighbours[i] if j in participating]
        where = np.flatnonzero(extra & (kids.la == i))
        host[where] = np.array(near)[kids.household[where] % len(near)]
    own = _is_in(state, "la_school", "eotas_and_school", *FEE_PAYING)
    host = np.where(own, kids.la, host)
    host = np.where(own | _is_in(state, "other_la_school", "england_school", "out_of_county"), host, -1)

    schools, independents, counts = make_schools(geo, participating, _is_in(state, *FEE_PAYING), kids, scale, rates)
    boards = np.flatnonzero(extra & (rng.random(count) < rates.return_out_of_area) & (state == CODE["other_la_school"]))
    state[boards] = CODE["independent"]
    school = choose_schools(geo, kids, _is_in(state, *FEE_PAYING), host, counts)
    return Education(state, host, school, resident, schools, independents)


def _is_in(state: np.ndarray, *states: str) -> np.ndarray:
    return np.isin(state, [CODE[name] for name in states])


def _together(rng: np.random.Generator, homes: Households, kids: Children, share: float) -> np.ndarray:
    """A uniform draw (0 to 1) a child, the same for all children of a household with probability ``share``."""
    count = len(kids.born)
    common = rng.random(len(homes.la))[kids.household]
    own, whose = rng.random(count), rng.random(count)
    return np.where(whose < share, common, own)


def _rate(geo: Geography, kids: Children, field: str) -> np.ndarray:
    """A share of the child's LA, by child."""
    return np.array([getattr(a, field) for a in geo.authorities])[kids.la]


def _schools_nearby(
    rng: np.random.Generator, geo: Geography, homes: Households, kids: Children
) -> tuple[np.ndarray, np.ndarray]:
    """The state of each child if it goes to a school, by which side of a border that is; and the LA of that school."""
    state = np.full(len(kids.born), CODE["la_school"])
    host, closeness = _host(rng, geo, homes, kids)
    crossing = _together(rng, homes, kids, 0.8)
    is_english = np.array([not a.welsh for a in geo.authorities])
    state[(crossing < _rate(geo, kids, "other_la") * closeness) & ~is_english[host]] = CODE["other_la_school"]
    to_england, has_neighbour = _host_england(geo, kids)
    england = (crossing > 1 - _rate(geo, kids, "england")) & has_neighbour
    state[england] = CODE["england_school"]
    state[_together(rng, homes, kids, 0.8) < _rate(geo, kids, "independent")] = CODE["independent"]
    return state, np.where(england, to_england, host)


def _states_by_rate(
    rng: np.random.Generator,
    state: np.ndarray,
    geo: Geography,
    homes: Households,
    kids: Children,
    rates: Parameters,
) -> None:
    """Give children of compulsory school age the states that are a matter of rates. Changes ``state``."""
    draw, edge = _together(rng, homes, kids, 0.6), np.zeros(len(kids.born))
    home_educated = _rate(geo, kids, "ehe")
    suitable, waiting, unsuitable = rates.ehe_split
    for name, share in (
        ("ehe_suitable", home_educated * suitable),
        ("ehe_not_assessed", home_educated * waiting),
        ("ehe_unsuitable", home_educated * unsuitable),
        ("eotas", rates.eotas_main),
        ("eotas_and_school", rates.eotas_and_school),
        ("independent_placed", rates.independent_placed),
        ("out_of_county", rates.out_of_county),
        ("known_cme", rates.known_cme),
        ("missing", rates.missing_unknown),
        ("died", rates.died),
    ):
        state[kids.in_age & (draw >= edge) & (draw < edge + share)] = CODE[name]
        edge = edge + share


def _host(rng: np.random.Generator, geo: Geography, homes: Households, kids: Children) -> tuple[np.ndarray, np.ndarray]:
    """The Welsh neighbour a child would go to school in, and how likely that is against the LA's mean (by distance)."""
    count = len(homes.la)
    host, closeness = homes.la.copy(), np.zeros(count)
    for i, near in enumerate(geo.neighbours):
        where = np.flatnonzero(homes.la == i)
        near = [j for j in near if geo.authorities[j].welsh]
        if not len(where) or not near:
            continue
        east, north = geo.easting[homes.postcode[where]], geo.northing[homes.postcode[where]]
        far = np.stack([np.hypot(east - geo.authorities[j].easting, north - geo.authorities[j].northing) for j in near])
        home = np.hypot(east - geo.authorities[i].easting, north - geo.authorities[i].northing)
        host[where] = np.array(near)[np.argmin(far * rng.uniform(0.85, 1.15, far.shape), axis=0)]
        pull = (home / (home + far.min(axis=0))) ** 2
        closeness[where] = pull / pull.mean()
    return host[kids.household], closeness[kids.household]


def _host_england(geo: Geography, kids: Children) -> tuple[np.ndarray, np.ndarray]:
    """The English neighbour of a child's LA, and whether there is one."""
    near = [[j for j in beside if not geo.authorities[j].welsh] for beside in geo.neighbours]
    first = np.array([options[0] if options else -1 for options in near])[kids.la]
    last = np.array([options[-1] if options else -1 for options in near])[kids.la]
    return np.where(kids.household % 2 == 0, first, last), first >= 0


def _at_least_one(
    rng: np.random.Generator,
    state: np.ndarray,
    kids: Children,
    resident: np.ndarray,
    participating: list[int],
) -> None:
    """Give every participating LA a child in each state that feeds a file, however small the sample. Changes
    ``state``."""
    order = rng.permutation(len(state))
    wanted = (
        "ehe_suitable",
        "ehe_not_assessed",
        "ehe_unsuitable",
        "eotas",
        "eotas_and_school",
        "independent",
        "independent_placed",
        "out_of_county",
        "known_cme",
        "missing",
        "other_la_school",
    )
    least = {"independent": -(-4 // len(participating))}  # a pupil for each form of return
    for i in participating:
        free = iter(order[(resident & kids.in_age & (kids.la == i) & (state == CODE["la_school"]))[order]])
        for name in wanted:
            present = int(np.sum(resident & (kids.la == i) & (state == CODE[name])))
            for _ in range(least.get(name, 1) - present):
                state[next(free)] = CODE[name]
