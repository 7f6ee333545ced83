"""How likely a link of two different forenames is a child taken for its twin, from the data of the run.

A child whose forename differs on the two sides (a slip, a name of use that nobody wrote down) and a child
taken for its twin look the same: surname, birth date and home agree. Where either side lists both twins the
case is seen, and holds.py deals with it. Left is the twin whom nobody sees: one child on the left list only,
the other on the right list only. How often that happens is not guessed but follows from what the run shows:

    twins         the share of children who have a twin, from the twins that the left list shows
    absent left   the chance that a child on the right is not on the left list (by LA and year of birth)
    absent right  the chance that a child on the left is known to nobody on the right (by LA)
    parting       how much rarer one twin is found without the other than if each were found or not by itself,
                  from the twins that the left list shows: mostly both are at one school, or have both moved away

A link to an unseen twin takes all of these. Against it stands how often a child found on both sides has two forenames,
which is counted from the links themselves. So the same pair is accepted where nearly everybody is on both lists, and
held where a third of the schools did not answer. That twins also come to the NHS list together is not used: the
estimate errs on the side of holding.

Put here that estimate. Keep out what is done with it (holds.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from orchestration.linkage.stages import sql

# The share of children who have a twin: 15.4 of 1,000 maternities in England and Wales (ONS, birth characteristics
# 2022). It counts as so many children seen before.
TWINS, CHILDREN_SEEN = 0.03, 1000
# Of the twins seen, the share that has names of one class; so many pairs count as seen before in each class.
PAIRS_SEEN = 2
# Twins are taken to be found or not each by itself until so many pairs were seen.
PARTINGS_SEEN = 50
# How often one child has two forenames is known from the links of the run only. Few links say little: the count
# taken is the lower end of its one-sided interval at 95 %.
ONE_SIDED_95 = 1.645
# Jaro-Winkler from which on two forenames look alike: the lower bound of the level similar_84.
RESEMBLANCE = 0.84

CLASSES = ("alike", "slip", "differ")
"""Of two forenames: they look alike; one of them is nobody's name; neither."""


@dataclass(frozen=True)
class Counts:
    """What a run shows of one left kind, and in it of one class of names.

    ``records`` and ``twins_seen`` count left records; ``known`` is how many of them have a partner, by estimate,
    and ``one_of_two`` how many would be without one while a sibling has one, were each found or not by itself.
    ``partings`` counts twins found without the other, of ``partings_expected``. ``pairs_seen`` are twins of the
    class, ``links`` probable links of the class with no twin in sight. ``absent_left`` is a share.
    """

    records: int
    twins_seen: int
    known: float
    one_of_two: float
    absent_left: float
    partings: int
    partings_expected: float
    pairs_seen_all: int
    pairs_seen: int
    links: int


def unseen_twin_odds(counts: Counts) -> float:
    """The odds that a link of two forenames is to the twin, were every child on the left without a partner and
    every person on the right without a left record; each link scales them by its own two chances."""
    c = counts
    twins = (c.twins_seen / (1 - c.absent_left) + TWINS * CHILDREN_SEEN) / (c.records + CHILDREN_SEEN)
    usual = c.partings_expected / c.pairs_seen_all if c.pairs_seen_all else 1.0
    parting = (c.partings + PARTINGS_SEEN * usual) / (c.partings_expected + PARTINGS_SEEN * usual)
    named_so = (c.pairs_seen + PAIRS_SEEN) / (c.pairs_seen_all + len(CLASSES) * PAIRS_SEEN)
    parted_twins = twins * parting * named_so
    links_at_least = c.links + 1 - ONE_SIDED_95 * math.sqrt(c.links + 1)
    two_forenames = (links_at_least - parted_twins * c.absent_left * c.one_of_two) / max(c.known, 1)
    if two_forenames <= 0:
        return math.inf
    return float(f"{parted_twins / two_forenames:.6g}")  # the order in which threads add up must not show


def estimate_unseen_twin_risks(con: duckdb.DuckDBPyConnection, *, accept_probability: float) -> None:
    """Make ``unseen_twin_risks``: for each proposed link the chance (0 to 1) that it is to the child's twin.

    Needs ``candidate_links``, ``links`` and ``record_thresholds``. The chance is 0 where the forenames are those of one
    child (name_class is NULL), and where a twin is in sight: whether that is the case is not a matter of chance.
    """
    sql.run(con, "decide/seen_twins", {"lookalike_similarity": RESEMBLANCE})
    rows = sql.rows(con, "decide/twin_counts", {"accept_probability": accept_probability, "classes": CLASSES})
    odds = pa.table(
        {
            "left_kind": pa.array([row[0] for row in rows], pa.string()),
            "name_class": pa.array([row[1] for row in rows], pa.string()),
            "odds": pa.array([unseen_twin_odds(Counts(*row[2:])) for row in rows], pa.float64()),
        }
    )
    con.register("unseen_twin_odds", odds)
    sql.run(con, "decide/unseen_twin_risks")
    con.unregister("unseen_twin_odds")
