"""The tables that steps of linkage hand to each other: name, grain, columns, and the step that makes each.

Put here every table that one step makes and another one reads; a test holds the declarations against a run. Keep out
tables that a step makes for itself: those are ``temp``. Nor is it said here how a table is made: that is in ``sql/``.

Weights are in bits (log2 of the odds), probabilities from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.linkage.comparisons import comparisons


@dataclass(frozen=True)
class Column:
    """A column, its type as DuckDB names it, and what it means."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table: ``grain`` is what one row is, ``made_by`` the step of run.py that makes it.

    ``changed_by`` are later steps that add or remove rows.
    """

    name: str
    grain: str
    made_by: str
    columns: tuple[Column, ...]
    changed_by: tuple[str, ...] = ()


LEFT_ID = Column("left_id", "varchar", "record_id of a left record")
LEFT_KIND = Column("left_kind", "varchar", "its kind: nhs, independent_school, leaver or cme")
RIGHT_ID = Column("right_id", "varchar", "record_id of a right record")
RIGHT_KIND = Column("right_kind", "varchar", "its kind")
PERSON_ID = Column("person_id", "varchar", "a person known to education")
MATCH_WEIGHT = Column("match_weight", "double", "weight of the pair, prior included")
MATCH_PROBABILITY = Column("match_probability", "double", "probability that the link is true")

_FEATURES = (
    Column("unique_id", "varchar", "record_id"),
    Column("kind", "varchar", "source and role of the record"),
    Column("la_code", "varchar", "GSS code of the authority"),
    Column("fn_first", "varchar", "first forename; the preferred one where none is given; NULL for a placeholder"),
    Column("fn_joined", "varchar", "all forenames run together"),
    Column("fn_middles", "varchar[]", "further forenames and middle names"),
    Column("fn_middle_initial", "varchar", "initial of the first of these"),
    Column("fn_initial", "varchar", "initial of fn_first"),
    Column("fn_tokens", "varchar[]", "every word of forenames, middle names and preferred forename"),
    Column("fn_alias", "varchar[]", "groups of the seed of aliases that the forename belongs to"),
    Column("fn_preferred", "varchar", "preferred forename, run together"),
    Column("fn_3", "varchar", "first three letters of fn_first"),
    Column("sn", "varchar", "surname without patronymics, run together"),
    Column("sn_4", "varchar", "its first four letters"),
    Column("sw_fn", "varchar", "fn_first under a name of its own, for comparing exchanged names"),
    Column("sw_sn", "varchar", "sn_first, likewise"),
    Column("sw_parts", "varchar[]", "words of the surname, likewise"),
    Column("sn_first", "varchar", "first word of the surname"),
    Column("fn_letters", "varchar", "letters of fn_first in order"),
    Column("sn_parts", "varchar[]", "words of surname, former and preferred surname, and each of them run together"),
    Column("dob", "varchar", "birth date as YYYYMMDD"),
    Column("dob_swap", "varchar", "the same with day and month exchanged; NULL where that is no other date"),
    Column("dob_y", "varchar", "year of birth"),
    Column("dob_m", "varchar", "month of birth"),
    Column("dob_d", "varchar", "day of birth"),
    Column("dob_default", "boolean", "whether it is 1 January, which often stands for unknown"),
    Column("pc", "varchar", "postcode without space"),
    Column("pc_sector", "varchar", "its sector"),
    Column("pc_outcode", "varchar", "its district"),
    Column("street", "varchar", "the word that names the street"),
    Column("upn", "varchar", "unique pupil number"),
    Column("easting", "double", "metres east on the OS grid"),
    Column("northing", "double", "metres north on the OS grid"),
    Column("surname_key", "varchar", "surname as the definition of a perfect match reads it"),
    Column("forename_key", "varchar", "forenames, likewise"),
    Column("collection", "varchar", "the list on which two children may be seen to be twins"),
    Column("house", "varchar", "house number, else house name"),
    Column("house_street", "varchar", "house and street"),
    Column("twin", "boolean", "another forename has the same birth date and home in the same collection"),
    Column("sn_rare", "varchar[]", "those of sn_parts that few records have"),
    Column("fn_sound", "varchar", "how fn_first sounds"),
    Column("fn_shape", "varchar", "its consonants, where there are enough of them"),
    Column("fn_standing", "bigint", "children who have this forename, more where the seed of aliases knows it"),
    Column("fn_rare", "boolean", "the two sides do not agree that it is a name"),
)


def _compared() -> tuple[Column, ...]:
    """Three columns a comparison."""
    return tuple(
        column
        for comparison in comparisons()
        for column in (
            Column(f"gamma_{comparison.name}", "tinyint", "number of the level; -1 where a side lacks the field"),
            Column(f"mw_{comparison.name}", "double", "weight of the level, adjusted for term frequency"),
            Column(f"{comparison.name}_level", "varchar", "name of the level; NULL where a side lacks the field"),
        )
    )


LEFT_FEATURES = Table("left_features", "a left record", "prepare", _FEATURES)
RIGHT_FEATURES = Table("right_features", "a right record", "prepare", _FEATURES)
PAIR_DECISIONS = Table(
    "pair_decisions",
    "a pair that somebody decided on, for this cycle",
    "prepare",
    (
        Column("left_record_id", "varchar", "record_id of the left record"),
        Column("right_record_id", "varchar", "record_id of the right record"),
        Column("decision", "varchar", "match or not_match"),
    ),
)
PERSONS = Table(
    "persons",
    "a right record of a kind that proves education",
    "persons",
    (Column("record_id", "varchar", "record_id of the right record"), PERSON_ID),
)
SCORED_PAIRS = Table(
    "scored_pairs",
    "a pair of a left and a right record of another kind that blocking brings together",
    "score",
    (LEFT_ID, RIGHT_ID, LEFT_KIND, RIGHT_KIND, MATCH_WEIGHT, *_compared()),
)
PERSON_PAIRS = Table(
    "person_pairs",
    "a left record and a person: the best of the person's records",
    "resolve",
    (*SCORED_PAIRS.columns, PERSON_ID),
)
LINKS = Table(
    "links",
    "a left record that is linked or held for review",
    "resolve",
    (
        LEFT_ID,
        LEFT_KIND,
        PERSON_ID,
        RIGHT_ID,
        RIGHT_KIND,
        Column("decision", "varchar", "accept or review"),
        Column("match_reason", "varchar", "one of Accepted or Review in decide/reasons.py"),
        MATCH_WEIGHT,
        MATCH_PROBABILITY,
        Column("rival_weight", "double", "weight at which another pairing would be as good; NULL without a rival"),
    ),
    changed_by=("duplicates", "household"),
)
PROPOSED_LINKS = Table(
    "proposed_links",
    "a left record without a certain link that is assigned a person, one-to-one within its kind",
    "resolve",
    (LEFT_ID, PERSON_ID, MATCH_WEIGHT, MATCH_PROBABILITY, LINKS.columns[-1]),
)
RECORD_THRESHOLDS = Table(
    "record_thresholds",
    "a left record",
    "resolve",
    (
        LEFT_ID,
        Column("coverage", "double", "share of the records of its kind and authority that have a partner"),
        Column("even_weight", "double", "weight at which a link to a usual person is as likely true as false"),
        Column("accept_weight", "double", "weight at which it is accepted"),
        Column("review_weight", "double", "weight at which it is worth a look"),
        Column("no_partner_weight", "double", "even weight of a link to a person that is nobody else's partner"),
    ),
)
PERSON_PRIORS = Table(
    "person_priors",
    "a left kind and a person",
    "resolve",
    (
        LEFT_KIND,
        PERSON_ID,
        Column(
            "unclaimed_weight",
            "double",
            "log2 of the chance that the person is no other record's partner; added to no_partner_weight it gives the"
            " even weight of the pair",
        ),
        Column("absent_left", "double", "chance that the person has no left record of the kind"),
    ),
)


def _twin_pairs(side: str, member: str) -> Table:
    return Table(
        f"{side}_twin_pairs",
        f"two {member}s of one birth date and home under different forenames on one list, from either end",
        "resolve",
        (
            Column("member_id", "varchar", f"one {member}"),
            Column("twin_id", "varchar", f"the other {member}"),
        ),
    )


LEFT_TWIN_PAIRS = _twin_pairs("left", "left record")
RIGHT_TWIN_PAIRS = _twin_pairs("right", "person")
UNSEEN_TWIN_RISKS = Table(
    "unseen_twin_risks",
    "a proposed link",
    "resolve",
    (LEFT_ID, PERSON_ID, Column("unseen_twin_risk", "double", "probability that the link is to the child's twin")),
)
DUPLICATES = Table(
    "duplicates",
    "a left record that is the same child as another one of its kind",
    "duplicates",
    (
        LEFT_ID,
        Column("duplicate_of_left_id", "varchar", "the record that is kept"),
        Column("match_weight", "double", "weight of its pair with the person of that record; NULL without one"),
        Column("match_reason", "varchar", "one of Accepted in decide/reasons.py"),
    ),
)
EVIDENCE = Table(
    "evidence",
    "a left record and a kind of evidence",
    "evidence",
    (LEFT_ID, LEFT_KIND, RIGHT_ID, RIGHT_KIND, MATCH_WEIGHT, MATCH_PROBABILITY),
)
UNLINKED = Table(
    "unlinked",
    "a left record that is neither linked nor a duplicate",
    "output",
    (
        LEFT_ID,
        LEFT_KIND,
        Column("match_reason", "varchar", "one of Unmatched in decide/reasons.py"),
        Column("best_weight", "double", "weight of its best pair; NULL without one"),
        Column("best_right_id", "varchar", "right record of that pair"),
    ),
)
CANDIDATES = Table(
    "candidates",
    "one of the five best pairs of a left record that was not matched exactly",
    "output",
    (
        LEFT_ID,
        RIGHT_ID,
        PERSON_ID,
        MATCH_WEIGHT,
        MATCH_PROBABILITY,
        Column("prior_weight", "double", "what is left of match_weight without the comparisons"),
        *_compared(),
    ),
)

TABLES = (
    LEFT_FEATURES,
    RIGHT_FEATURES,
    PAIR_DECISIONS,
    PERSONS,
    SCORED_PAIRS,
    PERSON_PAIRS,
    LINKS,
    PROPOSED_LINKS,
    RECORD_THRESHOLDS,
    PERSON_PRIORS,
    LEFT_TWIN_PAIRS,
    RIGHT_TWIN_PAIRS,
    UNSEEN_TWIN_RISKS,
    DUPLICATES,
    EVIDENCE,
    UNLINKED,
    CANDIDATES,
)


def create_empty(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make the table without rows; replaces one that is there."""
    columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
    con.execute(f"create or replace table {table.name} ({columns})")


def insert(con: duckdb.DuckDBPyConnection, table: Table, columns: dict[str, Any]) -> None:
    """Add rows given as one array a column, in the order of the table's columns.

    Raises ``ValueError`` where the columns are not those of the table.
    """
    expected = [column.name for column in table.columns]
    if list(columns) != expected:
        raise ValueError(f"{table.name} has the columns {', '.join(expected)}; given were {', '.join(columns)}")
    con.register("given", pa.table(columns))
    con.execute(f"insert into {table.name} from given")
    con.unregister("given")
