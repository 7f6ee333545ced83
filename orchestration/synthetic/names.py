"""The names of invented children: pools of surnames and forenames, and how often each occurs.

Put here the choice of true names. Keep out what goes wrong with them in a record (``errors.py``). The lists are in
``tables/``: common names only, never those of a person. A pool is a pair of arrays of the same length: names, and
probabilities that sum to 1.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

TABLES = Path(__file__).parent / "tables"

# groups of a household; the names are values of name_group in the truth
GROUPS = ("welsh", "english", "minority_ethnic")
WELSH, ENGLISH, MINORITY = range(3)
# name pools; the share is of minority-ethnic households (assumption, order as in the 2021 census for Wales)
POOLS = ("english", "welsh", "muslim", "south_asian", "east_european", "african", "east_asian")
MINORITY_SHARES = (0.50, 0.13, 0.19, 0.10, 0.08)


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the package's tables."""
    with (TABLES / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def falling(count: int, offset: float = 8.0) -> np.ndarray:
    """Probabilities that fall with rank, summing to 1: few common names and a long tail."""
    weights = 1.0 / (np.arange(count) + offset)
    return weights / weights.sum()


def _objects(values: list[str]) -> np.ndarray:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


@cache
def welsh_origin() -> frozenset[str]:
    """Surnames of Welsh origin."""
    return frozenset(row["surname"] for row in table("surnames.csv") if row["origin"] == "welsh")


@cache
def surname_pool(region: str) -> tuple[np.ndarray, np.ndarray]:
    """Surnames of the majority and their probabilities in a region of Wales.

    Shares of the common surnames (``surnames.csv``, per cent of all people in Wales) are multiplied by region; the rest
    is filled with English, Irish and Scottish surnames and a generated tail of rare ones (assumed shares).
    """
    common, shares = [], []
    for row in table("surnames.csv"):
        if region == "north_east":
            factor = (1 + float(row["north_west"])) / 2
        elif region == "pembroke":  # Jones is scarce there
            factor = 0.5 if row["surname"] == "Jones" else (0.6 + float(row["south_west"])) / 2
        else:
            factor = float(row.get(region, "1") or 1)
        common.append(row["surname"])
        shares.append(float(row["share"]) / 100 * factor)
    taken = set(common)
    lists = {"english": [], "celtic": []}
    for row in table("surname_lists.csv"):
        if row["list"] in lists and row["surname"] not in taken:
            lists[row["list"]].append(row["surname"])
            taken.add(row["surname"])
    parts = table("surname_parts.csv")
    starts, ends = ([row["text"] for row in parts if row["part"] == part] for part in ("start", "end"))
    tail = [name for start in starts for end in ends if (name := start + end) not in taken]
    rest = 1 - sum(shares)
    probabilities = np.concatenate(
        [
            shares,
            rest * 0.62 * falling(len(lists["english"]), 25.0),
            rest * 0.08 * falling(len(lists["celtic"])),
            np.full(len(tail), rest * 0.30 / len(tail)),
        ]
    )
    return _objects(common + lists["english"] + lists["celtic"] + tail), probabilities / probabilities.sum()


@cache
def minority_surnames(pool: str) -> tuple[np.ndarray, np.ndarray]:
    """Surnames of one minority-ethnic pool and their probabilities."""
    names = [row["surname"] for row in table("surname_lists.csv") if row["list"] == pool]
    return _objects(names), falling(len(names), 5.0)


@cache
def forenames(pool: str, sex: str) -> tuple[np.ndarray, np.ndarray]:
    """Forenames of one pool (or ``middle``) for ``m`` or ``f``, and their probabilities."""
    names = [row["forename"] for row in table("forenames.csv") if (row["pool"], row["sex"]) == (pool, sex)]
    return _objects(names), falling(len(names), 10.0)


@cache
def alternatives(kind: str) -> dict[str, tuple[str, ...]]:
    """Other forms of a name: ``variant`` (short, Welsh and English forms) or ``transliteration``."""
    found: dict[str, list[str]] = {}
    for row in table("aliases.csv"):
        if row["kind"] == kind:
            names = row["names"].split()
            for name in names:
                found.setdefault(name, []).extend(other for other in names if other != name)
    return {name: tuple(others) for name, others in found.items()}


def choose(rng: np.random.Generator, pool: tuple[np.ndarray, np.ndarray], count: int) -> np.ndarray:
    """``count`` names drawn from a pool."""
    names, probabilities = pool
    return names[np.searchsorted(np.cumsum(probabilities)[:-1], rng.random(count))]


def choose_surnames(rng: np.random.Generator, region: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """One surname a household: by region for the majority, by pool for minority-ethnic households."""
    out = np.empty(len(region), dtype=object)
    for name in np.unique(region[pool < 2]):
        where = np.flatnonzero((region == name) & (pool < 2))
        out[where] = choose(rng, surname_pool(name), len(where))
    for code in range(2, len(POOLS)):
        where = np.flatnonzero(pool == code)
        out[where] = choose(rng, minority_surnames(POOLS[code]), len(where))
    return out


def choose_forenames(rng: np.random.Generator, pool: np.ndarray, female: np.ndarray) -> np.ndarray:
    """One forename a child, by the child's name pool and sex."""
    out = np.empty(len(pool), dtype=object)
    for code, name in enumerate(POOLS):
        for sex in (0, 1):
            where = np.flatnonzero((pool == code) & (female == sex))
            out[where] = choose(rng, forenames(name, "mf"[sex]), len(where))
    return out
