"""What can be said of a forename by itself: how it sounds, and whether it is a name at all.

Put here what turns one spelling into another: transliteration (Mohamud, Muhammad), and slips of the pen
(Oluvia for Olivia). Keep out forms that must be known (Bob, Robert): those are in the seed of aliases.

A slip is told from a look-alike sister by what the lists agree on. Elin and Elen are both names: there are
children whom both sides call so, and the two may be sisters. Oluvia is nobody's name: hardly a child is
called so on both sides, and it is one letter from a name that many have. Counts are of the run itself and
of birth dates rather than of records, so that a child known to three collections counts once.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.settings import EVIDENCE_KINDS
from orchestration.linkage.words import quoted

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
    """The folding of sounds, each with an example."""
    macros = {
        "single_letters(t)": "array_to_string(list_filter(string_split(t, ''), lambda x, i: i = 1 or x <> t[i - 1]), '')",
        # "khadeeja" -> "kadija", "layla" -> "laila", "hussein" -> "husain"
        "sound(t)": f"single_letters({_sound_sql('t')})",
        # "mohamud" -> "mahamad", but "mahmud" -> "mahmad"; the last letter stays, for it may tell a girl from a boy
        "shape(s)": f"""case when length(regexp_replace(s, '[aeiou]', '', 'g')) >= {SHAPE_CONSONANTS}
            then regexp_replace(s, '[aeiou]+', 'a', 'g') || '/' || right(s, 1) end""",
    }
    for signature, body in macros.items():
        con.execute(f"create or replace macro {signature} as {body}")


def mark_spellings(con: duckdb.DuckDBPyConnection) -> None:
    """Add fn_sound, fn_shape, fn_standing (children) and fn_rare to both features."""
    # a leaver's record stands on both sides: that it agrees with itself confirms nothing
    evidence = quoted(EVIDENCE_KINDS)
    con.execute(f"""
        create or replace temp table spellings as
        with seen as (
            select fn_first, dob from left_features union select fn_first, dob from right_features
        ), agreed as (
            select fn_first, count(distinct dob) as confirmed from (
                select l.fn_first, l.dob from left_features l
                join right_features r on r.fn_first = l.fn_first and r.sn = l.sn and r.dob = l.dob and r.kind <> l.kind
                where l.kind not in ({evidence}) and r.kind not in ({evidence}))
            group by fn_first
        ), counted as (select fn_first, count(*) as children from seen where fn_first is not null group by fn_first),
        judged as (
            select c.*, a.forename_key is not null as known, coalesce(confirmed, 0) as confirmed
            from counted c left join aliases a on a.forename_key = c.fn_first left join agreed g using (fn_first)
        )
        select fn_first, sound(fn_first) as fn_sound, shape(sound(fn_first)) as fn_shape,
            children + case when known then {KNOWN_NAME_CHILDREN} else 0 end as fn_standing,
            not known and confirmed < {CONFIRMED_SHARE} * children as fn_rare
        from judged
    """)
    for side in ("left", "right"):
        con.execute(f"""
            create or replace table {side}_features as
            select f.*, s.fn_sound, s.fn_shape, coalesce(s.fn_standing, 0) as fn_standing, coalesce(s.fn_rare, false) as fn_rare
            from {side}_features f left join spellings s using (fn_first) order by unique_id
        """)


def sounds_alike_sql(a: str = "fn_sound_l", b: str = "fn_sound_r") -> str:
    """Two spellings of one sound; names of two letters and less are too short to say."""
    shape_a, shape_b = a.replace("sound", "shape"), b.replace("sound", "shape")
    return f"({a} = {b} and length({a}) >= 3 or {shape_a} = {shape_b})"


def misspelt_sql() -> str:
    """One letter wrong, missing or too many, or two exchanged, and one of the spellings is no name."""
    return f"""((fn_rare_l or fn_rare_r)
        and greatest(fn_standing_l, fn_standing_r) >= {TIMES_COMMONER} * least(fn_standing_l, fn_standing_r)
        and least(length(fn_first_l), length(fn_first_r)) >= 2 and greatest(length(fn_first_l), length(fn_first_r)) >= 3
        and (levenshtein(fn_first_l, fn_first_r) = 1 or fn_letters_l = fn_letters_r and levenshtein(fn_first_l, fn_first_r) = 2
             or replace(fn_first_l, 'rn', 'm') = replace(fn_first_r, 'rn', 'm')))"""
