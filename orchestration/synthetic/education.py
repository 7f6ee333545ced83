"""Where each invented child is truly educated at the reference date.

Put here the true state of a child and the schools there are. Keep out what rolls and lists say (the modules of
rows). Brothers and sisters mostly go the same way, so draws are shared within a household.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import names
from .geography import Geography
from .parameters import Parameters
from .population import Children, Households

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
MISSING = tuple(CODE[name] for name in ("known_cme", "missing", "ehe_unsuitable"))  # truly without suitable education


@dataclass(frozen=True)
class School:
    """A school; ``sector`` is maintained, pupil_referral_unit or independent."""

    number: int
    name: str
    la: int
    sector: str


@dataclass(frozen=True)
class Education:
    """Parallel arrays, one place a child; ``host`` is the LA whose school the child attends, -1 where none."""

    state: np.ndarray
    host: np.ndarray
    school: np.ndarray  # school number, 0 where none
    resident: np.ndarray  # lives in a participating LA
    schools: tuple[School, ...]
    independents: tuple[School, ...]

    def has(self, *states: str) -> np.ndarray:
        """Which children are in one of these states."""
        return np.isin(self.state, [CODE[state] for state in states])


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
    """Decide the true state and the school of every child."""
    count = len(kids.born)
    las = geo.authorities
    resident = np.isin(kids.la, participating) & ~homes.extra[kids.household]

    def together(share: float) -> np.ndarray:
        """Uniform draws, the same for all children of a household with probability ``share``."""
        common = rng.random(len(homes.la))[kids.household]
        own, whose = rng.random(count), rng.random(count)
        return np.where(whose < share, common, own)

    def by_la(field: str) -> np.ndarray:
        return np.array([getattr(a, field) for a in las])[kids.la]

    state = np.full(count, CODE["la_school"])
    host, closeness = _host(rng, geo, homes, kids)
    crossing = together(0.8)
    english = np.array([not a.welsh for a in las])
    other = by_la("other_la") * closeness
    state[(crossing < other) & ~english[host]] = CODE["other_la_school"]
    to_england, nearest = _host_england(geo, kids)
    england = (crossing > 1 - by_la("england")) & nearest
    state[england] = CODE["england_school"]
    host = np.where(england, to_england, host)
    state[together(0.8) < by_la("independent")] = CODE["independent"]

    young, old = ~kids.in_age & (kids.school_year < 1), ~kids.in_age & (kids.school_year > 11)
    roll = rng.random(count)
    state[(young & (roll < rates.under_age_not_on_roll)) | (old & (roll < rates.over_age_not_on_roll))] = CODE[
        "not_on_roll"
    ]

    draw, edge = together(0.6), np.zeros(count)
    suitable, waiting, unsuitable = rates.ehe_split
    for name, share in (
        ("ehe_suitable", by_la("ehe") * suitable),
        ("ehe_not_assessed", by_la("ehe") * waiting),
        ("ehe_unsuitable", by_la("ehe") * unsuitable),
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
    _at_least_one(rng, state, host, kids, resident, participating, english)
    state[homes.gone[kids.household]] = CODE["gone"]

    # families outside the participating LAs: their children come in to a participating LA's school, or board
    extra = homes.extra[kids.household]
    state[extra] = np.where(state[extra] == CODE["not_on_roll"], CODE["not_on_roll"], CODE["other_la_school"])
    for i in np.unique(kids.la[extra]):
        near = [j for j in geo.neighbours[i] if j in participating]
        where = np.flatnonzero(extra & (kids.la == i))
        host[where] = np.array(near)[kids.household[where] % len(near)]
    own = np.isin(state, [CODE[s] for s in ("la_school", "eotas_and_school", "independent", "independent_placed")])
    host = np.where(own, kids.la, host)
    in_school = own | np.isin(state, [CODE[s] for s in ("other_la_school", "england_school", "out_of_county")])
    host = np.where(in_school, host, -1)

    schools, independents, counts = _schools(geo, participating, state, kids, scale, rates)
    boards = np.flatnonzero(extra & (rng.random(count) < rates.return_out_of_area) & (state == CODE["other_la_school"]))
    state[boards] = CODE["independent"]
    school = _choose_school(geo, kids, state, host, independents, counts)
    return Education(state, host, school, resident, schools, independents)


def _host(rng: np.random.Generator, geo: Geography, homes: Households, kids: Children) -> tuple[np.ndarray, np.ndarray]:
    """The neighbouring LA a child would go to, and how likely that is against the LA's mean (by distance)."""
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
    host: np.ndarray,
    kids: Children,
    resident: np.ndarray,
    participating: list[int],
    english: np.ndarray,
) -> None:
    """Every participating LA has a child in each state that feeds a file, however small the sample."""
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
            there = int(np.sum(resident & (kids.la == i) & (state == CODE[name])))
            for _ in range(least.get(name, 1) - there):
                state[next(free)] = CODE[name]


def _schools(
    geo: Geography, participating: list[int], state: np.ndarray, kids: Children, scale: float, rates: Parameters
) -> tuple[tuple[School, ...], tuple[School, ...], dict[int, tuple[int, int, int]]]:
    """Every school by LA; and for each LA how many primary, secondary and independent schools there are."""
    stems = [row["name"] for row in names.table("streets.csv") if row["kind"] in ("stem", "welsh_name")]
    schools, independents, counts = [], [], {}
    least = -(-4 // len(participating))  # one independent school at least for each form of return
    for i, la in enumerate(geo.authorities):
        primary = max(1, round(la.pupils * scale * 0.55 / 210))
        secondary = max(1, round(la.pupils * scale * 0.42 / 900))
        pupils = int(np.sum(np.isin(state, [CODE["independent"], CODE["independent_placed"]]) & (kids.la == i)))
        private = max(least, round(pupils / rates.pupils_per_independent_school)) if i in participating else 0
        counts[i] = (primary, secondary, private)
        for start, many, kind in ((2000, primary, 0), (4000, secondary, 1), (1100, 1, 2), (6000, private, 3)):
            for n in range(many):
                stem = stems[(i * 37 + n * 11 + start // 7) % len(stems)]
                welsh = (n * 29 + i) % 100 < 100 * la.welsh_names + 15 and la.welsh
                name = (
                    (
                        f"{stem} Primary School",
                        f"{stem} High School",
                        f"{la.name_en} Pupil Referral Unit",
                        f"{stem} College",
                    )[kind]
                    if not welsh or kind > 1
                    else (f"Ysgol Gynradd {stem}", f"Ysgol Gyfun {stem}")[kind]
                )
                school = School(
                    la.number * 10000 + start + n,
                    name,
                    i,
                    ("maintained", "maintained", "pupil_referral_unit", "independent")[kind],
                )
                (independents if kind == 3 else schools).append(school)
    return tuple(schools), tuple(independents), counts


def _choose_school(
    geo: Geography,
    kids: Children,
    state: np.ndarray,
    host: np.ndarray,
    independents: tuple[School, ...],
    counts: dict[int, tuple[int, int, int]],
) -> np.ndarray:
    """The number of each child's school: the children of a household go to the same one of a phase."""
    numbers = np.array([a.number for a in geo.authorities])
    primary, secondary, private = (np.array([counts[i][n] for i in range(len(numbers))]) for n in range(3))
    spread = kids.household * 7919 + 13
    at = np.maximum(host, 0)
    maintained = np.where(kids.school_year <= 6, 2000 + spread % primary[at], 4000 + spread % secondary[at])
    fee = np.isin(state, [CODE["independent"], CODE["independent_placed"]])
    # in turn, so that no independent school is empty while another has two families
    turn = np.searchsorted(np.unique(kids.household[fee]), kids.household)
    for i in np.unique(at[fee]):
        here = fee & (at == i)
        turn[here] = np.unique(kids.household[here], return_inverse=True)[1]
    unit = np.where(fee, 6000 + turn % np.maximum(private[at], 1), maintained)
    return np.where(host >= 0, numbers[at] * 10000 + unit, 0)
