"""What can be said of a forename by itself: how it sounds, and whether it is a name at all.

Put here what turns one spelling into another: transliteration (Mohamud, Muhammad), and slips of the pen
(Oluvia for Olivia). Keep out forms that must be known (Bob, Robert): those are in the seed of aliases.

A slip is distinguished from a look-alike sister by what the lists agree on. Elin and Elen are both names: there are
children whom both sides call so, and the two may be sisters. Oluvia is nobody's name: hardly a child is
called so on both sides, and it is one letter from a name that many have. Counts are of the run itself and
of birth dates rather than of records, so that a child known to three collections counts once.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.settings import EVIDENCE_KINDS
from orchestration.linkage.stages import sql

# A spelling is no name where both sides give it to less than this share of the children who have it.
CONFIRMED_SHARE = 0.1
# A misspelling is of a name that many times as many children have.
TIMES_COMMONER = 10
# A name in the seed of aliases is a name, however few have it here: it counts as so many children.
KNOWN_NAME_CHILDREN = 20
# Transliterations that differ in more than their doublings are believed only in names of so many consonants.
SHAPE_CONSONANTS = 4

_SOUNDS = (  # pattern, replacement: letters that stand for one sound in names written from another script
    ("ph", "f"),
    ("kh|ck|q", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ch", "x"),
    ("c([eiy])", r"s\1"),
    ("c", "k"),
    ("ee|ie$", "i"),
    ("oo|ou", "u"),
    ("ei|ey|ay|ae", "ai"),
    ("y", "i"),
    ("([aeiou])h$", r"\1"),
)


def _sound_sql(text: str) -> str:
    for pattern, replacement in _SOUNDS:
        text = f"regexp_replace({text}, '{pattern}', '{replacement}', 'g')"
    return text


def create_sound_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the macros ``sound`` and ``shape``, each shown by example in its file."""
    sql.run(con, "features/sound_macros", sound_of_t=_sound_sql("t"), shape_consonants=SHAPE_CONSONANTS)


def judge_spellings(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``spellings`` (temp): sound, shape, standing (children) and rarity of each first forename of the run."""
    sql.run(
        con,
        "features/spellings",
        {
            "evidence_kinds": EVIDENCE_KINDS,
            "known_name_children": KNOWN_NAME_CHILDREN,
            "confirmed_share": CONFIRMED_SHARE,
        },
    )


def sounds_alike_sql(a: str = "fn_sound_l", b: str = "fn_sound_r") -> str:
    """Two spellings of one sound; names of two letters and less are too short to say."""
    shape_a, shape_b = a.replace("sound", "shape"), b.replace("sound", "shape")
    return f"({a} = {b} and length({a}) >= 3 or {shape_a} = {shape_b})"


def misspelt_sql() -> str:
    """One letter wrong, missing or too many, or two exchanged, and one of the spellings is no name."""
    return (
        "((fn_rare_l or fn_rare_r)\n"
        "        and greatest(fn_standing_l, fn_standing_r)"
        f" >= {TIMES_COMMONER} * least(fn_standing_l, fn_standing_r)\n"
        "        and least(length(fn_first_l), length(fn_first_r)) >= 2"
        " and greatest(length(fn_first_l), length(fn_first_r)) >= 3\n"
        "        and (levenshtein(fn_first_l, fn_first_r) = 1"
        " or fn_letters_l = fn_letters_r and levenshtein(fn_first_l, fn_first_r) = 2\n"
        "             or replace(fn_first_l, 'rn', 'm') = replace(fn_first_r, 'rn', 'm')))"
    )
