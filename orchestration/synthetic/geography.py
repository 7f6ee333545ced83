"""The invented places: postcodes, streets, towns and surgeries of each local authority (LA).

Put here where things are. Outcodes, LAs, towns and neighbours are facts; every unit postcode, street, surgery and
coordinate is generated. Outcodes that cross an LA boundary do so here too, so that border effects exist.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.domain.dbt_macros import seed_rows

from .names import table

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_TYPES = (
    ("{} Road", "Heol {}"),
    ("{} Road", "Ffordd {}"),
    ("{} Street", "Stryd {}"),
    ("{} Avenue", "Rhodfa {}"),
    ("{} Close", "Clos {}"),
    ("{} Lane", "Lôn {}"),
    ("{} Terrace", "Teras {}"),
    ("{} Crescent", "Cilgant {}"),
    ("{} Gardens", "Gerddi {}"),
    ("{} Drive", "{} Drive"),
    ("{} Court", "{} Court"),
    ("{} Grove", "{} Grove"),
    ("{} Place", "{} Place"),
    ("{} Rise", "{} Rise"),
)
_TYPE_SHARES = np.array([0.15, 0.06, 0.16, 0.11, 0.13, 0.06, 0.10, 0.04, 0.03, 0.07, 0.03, 0.03, 0.02, 0.01])


@dataclass(frozen=True)
class Authority:
    """A Welsh LA or an English neighbour: a row of ``tables/local_authorities.csv``.

    ``easting``, ``northing`` and ``radius`` are in metres; ``rural``, ``welsh_names``, ``minority``, ``other_la``,
    ``england``, ``independent``, ``ehe``, ``gone`` and ``no_nhs`` are shares from 0 to 1; ``parameters.py`` says where
    the figures come from.
    """

    code: str
    number: int
    name_en: str
    name_cy: str
    pupils: int
    pilot: bool
    easting: float
    northing: float
    radius: float
    postcodes: int
    rural: float
    welsh_names: float
    minority: float
    other_la: float
    england: float
    independent: float
    ehe: float
    gone: float
    no_nhs: float
    surname_region: str

    @property
    def welsh(self) -> bool:
        """In Wales."""
        return self.code.startswith("W")


@dataclass(frozen=True)
class Geography:
    """Postcodes as parallel arrays, and which LAs are neighbours.

    ``la`` is a position in ``authorities``; ``easting`` and ``northing`` are metres on the British National Grid;
    ``of_la`` and ``surgeries`` hold positions of postcodes, by LA.
    """

    authorities: tuple[Authority, ...]
    neighbours: tuple[tuple[int, ...], ...]
    postcode: np.ndarray
    la: np.ndarray
    easting: np.ndarray
    northing: np.ndarray
    street_en: np.ndarray
    street_cy: np.ndarray
    town_en: np.ndarray
    town_cy: np.ndarray
    rural: np.ndarray
    live: np.ndarray
    terminated: np.ndarray  # months since year 0, 0 where live
    of_la: tuple[np.ndarray, ...]  # live postcodes
    surgeries: tuple[np.ndarray, ...]  # postcodes with a surgery

    def position(self, code: str) -> int:
        """Where an LA stands in ``authorities``."""
        return next(i for i, la in enumerate(self.authorities) if la.code == code)


def authorities() -> tuple[Authority, ...]:
    """The 22 Welsh LAs and the English neighbours; what the project's own list says of the Welsh is read there."""
    kinds = {
        "code": str,
        "name_en": str,
        "name_cy": str,
        "surname_region": str,
        "number": int,
        "pupils": int,
        "postcodes": int,
    }
    welsh = {
        row["lad_cd"]: {
            "number": row["la_no"],
            "name_en": row["name_en"],
            "name_cy": row["name_cy"],
            "pupils": row["pupils_all_ages_approx"],
            "pilot": row["pilot"],
        }
        for row in seed_rows("local_authorities")
    }
    found = []
    for row in table("local_authorities.csv"):
        values = {key.removeprefix("la_"): value for key, value in row.items()} | welsh.get(row["la_code"], {})
        values["pilot"] = values["pilot"] == "1"
        found.append(Authority(**{k: v if k == "pilot" else kinds.get(k, float)(v) for k, v in values.items()}))
    return tuple(found)


def build(rng: np.random.Generator, *, scale: float, reference_month: int) -> Geography:
    """Make the places. ``reference_month`` counts months since year 0; terminations lie before it."""
    las = authorities()
    areas = _areas(las, scale)
    units = _unit_postcodes(rng, las, areas)
    la, area = units.la, units.area
    count = len(la)
    live = rng.random(count) >= 0.06
    rural = rng.random(count) < np.array([a.rural for a in las])[la]
    terminated = np.where(live, 0, reference_month - 1 - rng.integers(0, 100, count))
    street_en, street_cy = _streets(rng, np.array([a.welsh_names for a in las])[la])
    town_en, town_cy = _towns(rng, las, areas, area)
    of_la = tuple(np.flatnonzero((la == i) & live) for i in range(len(las)))
    surgeries = tuple(
        np.sort(rng.choice(of_la[i], max(2, round(las[i].pupils * scale / 1500)), replace=False))
        for i in range(len(las))
    )
    return Geography(
        authorities=las,
        neighbours=_neighbours(las),
        postcode=units.postcode,
        la=la,
        easting=units.place[:, 0].round(),
        northing=units.place[:, 1].round(),
        street_en=street_en,
        street_cy=street_cy,
        town_en=town_en,
        town_cy=town_cy,
        rural=rural,
        live=live,
        terminated=terminated,
        of_la=of_la,
        surgeries=surgeries,
    )


@dataclass(frozen=True)
class _Area:
    """The part of an outcode that lies in one LA; ``la`` is a position, ``postcodes`` how many it has."""

    outcode: str
    la: int
    postcodes: int


@dataclass(frozen=True)
class _Units:
    """Unit postcodes as parallel arrays; ``place`` has an easting and a northing each, ``area`` is a position."""

    postcode: np.ndarray
    la: np.ndarray
    place: np.ndarray
    area: np.ndarray


def _neighbours(las: tuple[Authority, ...]) -> tuple[tuple[int, ...], ...]:
    """Positions of the LAs that each LA borders on."""
    position = {la.code: i for i, la in enumerate(las)}
    beside: list[set[int]] = [set() for _ in las]
    for row in table("neighbours.csv"):
        a, b = position[row["la_code"]], position[row["neighbour_code"]]
        beside[a].add(b)
        beside[b].add(a)
    return tuple(tuple(sorted(b)) for b in beside)


def _areas(las: tuple[Authority, ...], scale: float) -> list[_Area]:
    """The outcodes of each LA, sorted; small samples have fewer postcodes, though 60 an LA at least."""
    position = {la.code: i for i, la in enumerate(las)}
    areas = []
    for row in table("outcodes.csv"):
        la = position[row["la_code"]]
        parts = [part.split(":") for part in row["outcodes"].split()]
        whole = sum(int(weight) for _, weight in parts)
        wanted = max(60, las[la].postcodes * min(scale, 1.0))
        areas += [_Area(outcode, la, max(4, round(wanted * int(weight) / whole))) for outcode, weight in parts]
    return sorted(areas, key=lambda area: (area.outcode, area.la, area.postcodes))


def _unit_postcodes(rng: np.random.Generator, las: tuple[Authority, ...], areas: list[_Area]) -> _Units:
    """The postcodes of each area and where they lie: around a point of the LA, near the border where an outcode crosses
    one."""
    centre = np.array([(la.easting, la.northing) for la in las])
    postcodes, owner, places, area_of = [], [], [], []
    for outcode in sorted({area.outcode for area in areas}):
        sharing = [(n, area) for n, area in enumerate(areas) if area.outcode == outcode]
        wanted = sum(area.postcodes for _, area in sharing)
        # contiguous runs of inward codes: most sectors lie in one LA, those where two meet in both
        taken = np.sort(rng.permutation(4000)[: min(wanted, 3900)])
        start = 0
        for n, area in sharing:
            la = area.la
            mine = taken[start : start + area.postcodes]
            start += area.postcodes
            others = [other.la for _, other in sharing if other.la != la]
            angle, reach = rng.random() * 2 * np.pi, np.sqrt(rng.random()) * las[la].radius * 0.8
            spot = centre[la] + reach * np.array([np.cos(angle), np.sin(angle)])
            if others:
                spot = 0.58 * centre[la] + 0.42 * centre[others].mean(axis=0) + 0.15 * (spot - centre[la])
            sectors = rng.normal(0, las[la].radius * 0.10, (10, 2))
            places.append(spot + sectors[mine // 400] + rng.normal(0, 250, (len(mine), 2)))
            postcodes += [f"{outcode} {u // 400}{_INWARD[u % 400 // 20]}{_INWARD[u % 20]}" for u in mine]
            owner.append(np.full(len(mine), la))
            area_of.append(np.full(len(mine), n))
    return _Units(
        np.array(postcodes, dtype=object), np.concatenate(owner), np.concatenate(places), np.concatenate(area_of)
    )


def _streets(rng: np.random.Generator, welsh: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A street for each postcode, in English and in Welsh."""
    rows = table("streets.csv")
    stems = [row["name"] for row in rows if row["kind"] == "stem"]
    pure = [row["name"] for row in rows if row["kind"] == "welsh_name"]
    english = np.array([en.format(s) for s in stems for en, _ in _TYPES] + pure, dtype=object)
    cymraeg = np.array([cy.format(s) for s in stems for _, cy in _TYPES] + pure, dtype=object)
    kind = np.searchsorted(np.cumsum(_TYPE_SHARES / _TYPE_SHARES.sum())[:-1], rng.random(len(welsh)))
    pick = rng.integers(0, len(stems), len(welsh)) * len(_TYPES) + kind
    only_welsh = rng.random(len(welsh)) < 0.06 + 0.5 * welsh
    pick = np.where(only_welsh, len(stems) * len(_TYPES) + rng.integers(0, len(pure), len(welsh)), pick)
    return english[pick], cymraeg[pick]


def _towns(
    rng: np.random.Generator, las: tuple[Authority, ...], areas: list[_Area], area: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The post town of each postcode, in English and in Welsh; all postcodes of an area have the same."""
    towns: dict[str, list[tuple[str, str]]] = {}
    for row in table("places.csv"):
        towns.setdefault(row["la_code"], []).append((row["name_en"], row["name_cy"]))
    chosen = [towns[las[la].code][rng.integers(0, len(towns[las[la].code]))] for la in (area.la for area in areas)]
    english = np.array([en for en, _ in chosen], dtype=object)
    cymraeg = np.array([cy for _, cy in chosen], dtype=object)
    return english[area], cymraeg[area]
