"""The invented schools of each local authority (LA), and which of them a child attends.

Put here how many schools there are and what they are called. Keep out which children go to school at all
(``education.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from . import names
from .geography import Authority, Geography
from .parameters import Parameters
from .population import Children

# first number of the schools of each kind within an LA
PRIMARY, SECONDARY, PUPIL_REFERRAL_UNIT, INDEPENDENT = 2000, 4000, 1100, 6000
PUPILS_OF_A_PRIMARY, PUPILS_OF_A_SECONDARY = 210, 900  # mean sizes (assumption)
PRIMARY_SHARE, SECONDARY_SHARE = 0.55, 0.42  # of an LA's pupils (assumption); the rest are in other schools
_SECTORS = {
    PRIMARY: "maintained",
    SECONDARY: "maintained",
    PUPIL_REFERRAL_UNIT: "pupil_referral_unit",
    INDEPENDENT: "independent",
}


@dataclass(frozen=True)
class School:
    """A school; ``sector`` is maintained, pupil_referral_unit or independent."""

    number: int
    name: str
    la: int
    sector: str


@dataclass(frozen=True)
class SchoolCounts:
    """How many schools of each kind an LA has; there is one pupil referral unit each."""

    primary: int
    secondary: int
    independent: int


def make_schools(
    geo: Geography, participating: list[int], fee_paying: np.ndarray, kids: Children, scale: float, rates: Parameters
) -> tuple[tuple[School, ...], tuple[School, ...], list[SchoolCounts]]:
    """Maintained schools and pupil referral units, independent schools, and the counts of each LA, all by LA.

    ``fee_paying`` says of each child whether it attends an independent school. Only participating LAs have those.
    """
    stems = [row["name"] for row in names.table("streets.csv") if row["kind"] in ("stem", "welsh_name")]
    least = -(-4 // len(participating))  # one independent school at least for each form of return
    maintained, independents, counts = [], [], []
    for i, la in enumerate(geo.authorities):
        pupils = int(np.sum(fee_paying & (kids.la == i)))
        count = SchoolCounts(
            primary=max(1, round(la.pupils * scale * PRIMARY_SHARE / PUPILS_OF_A_PRIMARY)),
            secondary=max(1, round(la.pupils * scale * SECONDARY_SHARE / PUPILS_OF_A_SECONDARY)),
            independent=max(least, round(pupils / rates.pupils_per_independent_school)) if i in participating else 0,
        )
        counts.append(count)
        for school in _schools_of(la, i, count, stems):
            (independents if school.sector == "independent" else maintained).append(school)
    return tuple(maintained), tuple(independents), counts


def _schools_of(la: Authority, position: int, count: SchoolCounts, stems: list[str]) -> Iterator[School]:
    for first, many in (
        (PRIMARY, count.primary),
        (SECONDARY, count.secondary),
        (PUPIL_REFERRAL_UNIT, 1),
        (INDEPENDENT, count.independent),
    ):
        for n in range(many):
            stem = stems[(position * 37 + n * 11 + first // 7) % len(stems)]
            is_welsh = (n * 29 + position) % 100 < 100 * la.welsh_names + 15 and la.welsh
            yield School(la.number * 10000 + first + n, _name(first, stem, la, is_welsh), position, _SECTORS[first])


def _name(first: int, stem: str, la: Authority, is_welsh: bool) -> str:
    if first == PUPIL_REFERRAL_UNIT:
        return f"{la.name_en} Pupil Referral Unit"
    if first == INDEPENDENT:
        return f"{stem} College"
    if first == PRIMARY:
        return f"Ysgol Gynradd {stem}" if is_welsh else f"{stem} Primary School"
    return f"Ysgol Gyfun {stem}" if is_welsh else f"{stem} High School"


def choose_schools(
    geo: Geography, kids: Children, fee_paying: np.ndarray, host: np.ndarray, counts: list[SchoolCounts]
) -> np.ndarray:
    """The number of each child's school, 0 where ``host`` is -1: the children of a household go to the same one of a
    phase."""
    numbers = np.array([a.number for a in geo.authorities])
    primary = np.array([count.primary for count in counts])
    secondary = np.array([count.secondary for count in counts])
    independent = np.array([count.independent for count in counts])
    spread = kids.household * 7919 + 13
    at = np.maximum(host, 0)
    maintained = np.where(kids.school_year <= 6, PRIMARY + spread % primary[at], SECONDARY + spread % secondary[at])
    # in turn, so that no independent school is empty while another has two families
    turn = np.searchsorted(np.unique(kids.household[fee_paying]), kids.household)
    for i in np.unique(at[fee_paying]):
        here = fee_paying & (at == i)
        turn[here] = np.unique(kids.household[here], return_inverse=True)[1]
    unit = np.where(fee_paying, INDEPENDENT + turn % np.maximum(independent[at], 1), maintained)
    return np.where(host >= 0, numbers[at] * 10000 + unit, 0)
