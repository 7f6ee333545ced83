"""The whole invented world of one sample, and its random numbers.

Put here what the modules of rows share: places, families, education, rates, seeds. No rows and no files.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from . import education, geography, population
from .households import Households
from .parameters import Parameters


@dataclass(frozen=True)
class World:
    """Everything true about one sample. ``participating`` are positions in ``geo.authorities``; ``reference`` is the
    reference date."""

    geo: geography.Geography
    homes: Households
    kids: population.Children
    edu: education.Education
    participating: tuple[int, ...]
    rates: Parameters
    seed: int
    noise: float
    scale: float
    reference: date

    @property
    def day(self) -> int:
        """The reference date in days since 1970."""
        return int(np.datetime64(self.reference).astype("datetime64[D]").astype(int))

    def rng(self, use: str) -> np.random.Generator:
        """Random numbers for one use, so that a change in one source does not change the others."""
        return generator(self.seed, use)

    def numbers(self) -> np.ndarray:
        """LA numbers (660 ...) by position."""
        return np.array([a.number for a in self.geo.authorities])


def generator(seed: int, use: str) -> np.random.Generator:
    """The generator of a named use under a seed."""
    return np.random.default_rng([seed, zlib.crc32(use.encode())])


def build(las: list[str], *, scale: float, seed: int, noise: float, reference: date, rates: Parameters) -> World:
    """Make places, families and their education. ``noise`` also multiplies the errors that families share."""
    rates = replace(
        rates,
        **{
            name: min(0.45, noise * getattr(rates, name))
            for name in ("nhs_address_old", "school_address_old", "surname_changed")
        },
    )
    day = np.datetime64(reference).astype("datetime64[D]")
    geo = geography.build(
        generator(seed, "places"), scale=scale, reference_month=reference.year * 12 + reference.month - 1
    )
    participating = sorted(geo.position(code) for code in las)
    homes, kids = population.build(
        generator(seed, "people"), geo, participating, scale=scale, reference=day, rates=rates
    )
    edu = education.assign(generator(seed, "education"), geo, homes, kids, participating, scale=scale, rates=rates)
    return World(geo, homes, kids, edu, tuple(participating), rates, seed, noise, scale, reference)
