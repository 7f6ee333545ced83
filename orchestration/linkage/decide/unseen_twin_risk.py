"""How likely a link of two different forenames is a child taken for its twin, from the data of the run.

A child whose forename differs on the two sides (a slip, a name of use that nobody wrote down) and a child
taken for its twin look the same: surname, birth date and home agree. Where either side lists both twins the
case is seen, and decide/holds.py deals with it. Left is the twin whom nobody sees: one child on the left list only,
the other on the right list only. How often that happens is not guessed but follows from what the run shows:

    twins         the share of children who have a twin, from the twins that the left list shows
    absent left   the chance that a child on the right is not on the left list (by LA and year of birth)
    absent right  the chance that a child on the left is known to nobody on the right (by LA)
    parting       how much rarer one twin is found without the other than if each were found or not by itself,
                  from the twins that the left list shows: mostly both are at one school, or have both moved away

A lone twin takes all of these. Against it stands how often a child found on both sides has two forenames, which
is counted from the links themselves. So the same pair is accepted where nearly everybody is on both lists,
and held where a third of the schools did not answer. That twins also come to the NHS list together is not used:
the estimate errs on the side of holding.

Put here that estimate. Keep out what is done with it (decide/holds.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import duckdb
import pyarrow as pa

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


def name_class_sql(*, is_lookalike: str, is_conflict: str, is_rare: str) -> str:
    """SQL of the class of a pair; NULL where the forenames are forms of one name, or one is missing."""
    return f"case when {is_lookalike} then 'alike' when {is_conflict} then case when {is_rare} then 'slip' else 'differ' end end"


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
    lone = twins * parting * named_so
    surely = c.links + 1 - ONE_SIDED_95 * math.sqrt(c.links + 1)
    two_forenames = (surely - lone * c.absent_left * c.one_of_two) / max(c.known, 1)
    if two_forenames <= 0:
        return math.inf
    return float(f"{lone / two_forenames:.6g}")  # the order in which threads add up must not show


def estimate_unseen_twin_risk(con: duckdb.DuckDBPyConnection, *, accept_probability: float) -> None:
    """Add to ``considered`` the column lone_twin: the chance that the link is to the child's twin.

    Needs ``considered`` with name_class, twin_visible, match_probability and absent_left; ``links``; ``cuts`` with
    coverage; and ``left_features``. The chance is 0 where the forenames are those of one child (name_class is
    NULL), and where a twin is in sight: whether that is the case is not a matter of chance.
    """
    alike = f"jaro_winkler_similarity(a.fn_first, b.fn_first) >= {RESEMBLANCE}"
    twins_class = name_class_sql(is_lookalike=alike, is_conflict="true", is_rare="a.fn_rare or b.fn_rare")
    con.execute(f"""
        create or replace temp table seen_twins as  -- each pair twice, once from each side
        select a.kind as left_kind, a.unique_id as left_id, b.unique_id as mate_id, {twins_class} as name_class
        from left_features a join left_features b on a.kind = b.kind and a.dob = b.dob and a.sn = b.sn and a.pc = b.pc
        -- forms of one name are a child listed twice, or twins who do not come here
        where a.unique_id <> b.unique_id and a.fn_first <> b.fn_first and not list_has_any(a.fn_alias, b.fn_alias)
    """)
    rows = con.execute(f"""
        with probable as (select * from considered where match_probability >= {accept_probability}),
        found as (select left_id from links union select left_id from considered where match_probability >= 0.5),
        kinds as (
            select kind as left_kind, count(*) as records, count(*) filter (unique_id in (select left_id from seen_twins)) as twins_seen,
                sum(coverage) as known, sum(coverage * (1 - coverage)) as one_of_two,
                (select avg(absent_left) from probable p where p.left_kind = kind) as absent_left
            from left_features join cuts on left_id = unique_id group by kind
        ), twins as (
            select left_kind, count(*) as pairs, sum(coverage * (1 - coverage)) as expected,
                count(*) filter (left_id in (from found) and mate_id not in (from found)) as partings
            from seen_twins join cuts using (left_id) group by left_kind
        )
        select left_kind, name_class, records, twins_seen, known, one_of_two, absent_left,
            coalesce(partings, 0), coalesce(expected, 0), coalesce(pairs, 0),
            (select count(*) from seen_twins t where t.left_kind = k.left_kind and t.name_class = n.name_class),
            (select count(*) from probable p where p.left_kind = k.left_kind and p.name_class = n.name_class and not p.twin_visible)
        from kinds k left join twins using (left_kind) cross join (select unnest({list(CLASSES)}) as name_class) n
        where absent_left is not null order by all
    """).fetchall()
    con.register(
        "odds_given",
        pa.table(
            {
                "left_kind": pa.array([row[0] for row in rows], pa.string()),
                "name_class": pa.array([row[1] for row in rows], pa.string()),
                "odds": pa.array([unseen_twin_odds(Counts(*row[2:])) for row in rows], pa.float64()),
            }
        ),
    )
    con.execute("""
        create or replace temp table considered as
        select c.*, case when name_class is null or twin_visible then 0.0
            else coalesce(1 - 1 / (1 + odds * absent_left * (1 - coverage)), 1.0) end as lone_twin
        from considered c join cuts using (left_id) left join odds_given using (left_kind, name_class)
    """)
    con.unregister("odds_given")
