"""Turns the two inputs of linkage into features that can be compared.

Put here what depends on one record alone (folding, tokens, parts of addresses) or on its own side
(the twin flag). Keep out everything that looks at a pair: that is blocking and comparisons. All of it
is SQL, linear in the number of records, on the connection given.

Welsh is why the folding is as it is: diacritics are lost on the NHS side (Siôn, SION), a street may
be given in either language (Heol y Castell, Castle Road), and ``ap``, ``ab`` and ``ferch`` come and go.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.text import NAME_PARTICLES, NAME_PREFIXES, NO_FORENAME_WORDS, PATRONYMICS, STREET_WORDS
from orchestration.linkage.features.forenames import create_sound_macros, mark_spellings
from orchestration.linkage.features.inputs import load_aliases, register_inputs
from orchestration.linkage.words import quoted

# "Twin 1", "Baby A": these stand for no forename only beside one of NO_FORENAME_WORDS.
ORDINALS = ("one", "two", "three", "a", "b", "c", "i", "ii", "iii", "1", "2", "3", "of")


def _sql_list(words: tuple[str, ...]) -> str:
    return "[" + quoted(words) + "]"


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """The folding rules, each with an example."""
    no_forename, ordinals = _sql_list(NO_FORENAME_WORDS), _sql_list(ORDINALS)
    macros = {
        # "Siôn" -> "sion"
        "plain(t)": render_macro("plain('t')"),
        # "Siôn-O’Neill " -> "sion oneill": an apostrophe joins, other punctuation divides
        "fold_words(t)": render_macro("fold_words('t')"),
        # "Siôn-Rhys" -> "sionrhys": the key of the definition of a perfect match
        "fold_name(t)": render_macro("fold_name('t')"),
        # the same for the parts of an address
        "fold(t)": render_macro("fold('t')"),
        "words(t)": "coalesce(string_split(fold_words(t), ' '), [])",
        # ["twin", "1"] -> [], ["baby", "ella"] -> ["ella"], ["a"] stays: an initial is a forename
        "named(w)": f"""case when not list_has_any(w, {no_forename}) then w
            else list_filter(w, lambda x: not list_contains(list_concat({no_forename}, {ordinals}), x)) end""",
        # "mc donald" -> "mcdonald", "o brien" -> "obrien"
        "join_prefix(t)": rf"regexp_replace(t, '\b({'|'.join(NAME_PREFIXES)}) ([a-z]{{3,}})', '\1\2', 'g')",
        "surname_words(t)": "coalesce(string_split(join_prefix(fold_words(t)), ' '), [])",
        # "ap Rhys" -> ["rhys"]; particles are kept when there is nothing else
        "surname_core(w)": f"""case when len(list_filter(w, lambda x: not list_contains({_sql_list(PATRONYMICS)}, x))) = 0
            then w else list_filter(w, lambda x: not list_contains({_sql_list(PATRONYMICS)}, x)) end""",
        "surname_parts(t)": f"""list_filter(surname_words(t), lambda x: length(x) > 2
            and not list_contains({_sql_list(NAME_PARTICLES)}, x))""",
        "glued(w)": "nullif(array_to_string(w, ''), '')",
        # "Flat 2, 14 Heol y Castell" -> "14 heol y castell": flats are lost on one side too often
        "street_text(t)": r"""trim(regexp_replace(plain(t),
            '\b(flat|fflat|apartment|apt|unit|room)\s*[0-9a-z]+\b[ ,]*', '', 'g'), ' ,')""",
        # the part that names the street: the first with a number, else the second (after a house name)
        "street_part(p)": r"""coalesce(
            list_filter(p, lambda x: regexp_matches(x, '[0-9]') and regexp_matches(x, '[a-z]{3}'))[1],
            case when regexp_matches(p[1], '^[0-9]') then p[2] else coalesce(p[2], p[1]) end, p[1])""",
        "street_word(t)": f"""coalesce(list_filter(words(t), lambda x: length(x) > 1
            and not regexp_matches(x, '[0-9]') and not list_contains({_sql_list(STREET_WORDS)}, x))[1],
            list_filter(words(t), lambda x: not regexp_matches(x, '[0-9]'))[1])""",
    }
    for signature, body in macros.items():
        con.execute(f"create or replace macro {signature} as {body}")


def create_features(con: duckdb.DuckDBPyConnection, side: str) -> None:
    """Make ``<side>_features`` from ``<side>_input``: one row a record, key ``unique_id``.

    ``side`` is 'left' or 'right'. Needs ``create_macros`` and ``load_aliases``.
    """
    # Twins are looked for among records of one collection: two rows of one child in two
    # collections are no twins. On the right, all kinds that prove education are one collection.
    collection = "kind" if side == "left" else "case when kind in ('cme', 'leaver') then kind else 'education' end"
    con.execute(f"""
        create or replace table {side}_features as
        with tokens as (
            select *,
                named(words(forenames)) as fn_given,
                named(words(middle_names)) as fn_middle,
                named(words(preferred_forename)) as fn_preferred,
                surname_core(surname_words(surname)) as sn_core,
                list_filter(list_transform(string_split(street_text(address), ','), lambda x: trim(x)),
                    lambda x: x <> '') as address_parts
            from {side}_input
        ),
        named_records as (
            select *,
                coalesce(fn_given[1], fn_preferred[1]) as fn_first,
                glued(fn_given) as fn_joined,
                list_concat(fn_given[2:], fn_middle) as fn_middles,
                list_distinct(list_concat(fn_given, fn_middle, fn_preferred)) as fn_tokens,
                glued(sn_core) as sn,
                street_part(address_parts) as street_line
            from tokens
        ),
        aliased as (
            select r.*, list_distinct(list_concat(coalesce(f.groups, []), coalesce(j.groups, []), coalesce(p.groups, []))) as fn_alias
            from named_records r
            left join aliases f on f.forename_key = r.fn_first
            left join aliases j on j.forename_key = r.fn_joined and r.fn_joined <> r.fn_first
            left join aliases p on p.forename_key = r.fn_preferred[1] and r.fn_preferred[1] <> r.fn_first
        ),
        features as (
            select
                record_id as unique_id, kind, la_code, fn_first, fn_joined, nullif(fn_middles, []) as fn_middles, left(fn_middles[1], 1) as fn_middle_initial, left(fn_first, 1) as fn_initial, fn_tokens, fn_alias,
                glued(fn_preferred) as fn_preferred, left(fn_first, 3) as fn_3,
                sn, left(sn, 4) as sn_4, fn_first as sw_fn, sn_core[1] as sw_sn, sn_core as sw_parts, sn_core[1] as sn_first,
                list_aggregate(list_sort(string_split(fn_first, '')), 'string_agg', '') as fn_letters,
                list_distinct(list_filter(list_concat(surname_parts(surname), surname_parts(former_surname),
                    surname_parts(preferred_surname), [sn, glued(surname_core(surname_words(former_surname))),
                    glued(surname_core(surname_words(preferred_surname)))]), lambda x: x is not null)) as sn_parts,
                strftime(date_of_birth, '%Y%m%d') as dob,
                case when day(date_of_birth) <= 12 and day(date_of_birth) <> month(date_of_birth)
                    then strftime(date_of_birth, '%Y%d%m') end as dob_swap,
                strftime(date_of_birth, '%Y') as dob_y, strftime(date_of_birth, '%m') as dob_m, strftime(date_of_birth, '%d') as dob_d,
                month(date_of_birth) = 1 and day(date_of_birth) = 1 as dob_default,
                replace(postcode, ' ', '') as pc,
                left(replace(postcode, ' ', ''), greatest(length(replace(postcode, ' ', '')) - 2, 0)) as pc_sector,
                left(replace(postcode, ' ', ''), greatest(length(replace(postcode, ' ', '')) - 3, 0)) as pc_outcode,
                coalesce(regexp_extract(street_line, '([0-9]+[a-z]?)', 1), '') as number,
                street_word(street_line) as street, fold(address_parts[1]) as house_name,
                upn, easting, northing, fold_name(surname) as surname_key, fold_name(array_to_string(fn_given, ' ')) as forename_key,
                {collection} as collection
            from aliased
        ),
        placed as (
            select * exclude (number, house_name),
                coalesce(nullif(number, ''), house_name) as house,
                coalesce(nullif(number, ''), house_name) || '/' || street as house_street
            from features
        )
        select *,
            case when dob is null then false else coalesce(
                pc is not null and count(*) over by_postcode > 1 and (count(fn_first) over by_postcode < count(*) over by_postcode
                    or min(fn_first) over by_postcode <> max(fn_first) over by_postcode), false)
            or coalesce(sn is not null and house is not null and pc_outcode is not null and count(*) over by_house > 1
                and (count(fn_first) over by_house < count(*) over by_house
                    or min(fn_first) over by_house <> max(fn_first) over by_house), false)
            or coalesce(house_street is not null and count(*) over by_street > 1 and (count(fn_first) over by_street < count(*) over by_street
                    or min(fn_first) over by_street <> max(fn_first) over by_street), false) end as twin
        from placed
        window by_postcode as (partition by collection, dob, pc), by_house as (partition by collection, dob, sn, pc_outcode, house),
            by_street as (partition by collection, dob, house_street)
        order by unique_id
    """)


def mark_rare_surname_parts(con: duckdb.DuckDBPyConnection, *, share: float = 0.002) -> None:
    """Add ``sn_rare`` to both features: surname parts carried by fewer than ``share`` of records.

    A shared Jones says little, a shared Llewellyn-Price says much; a part has no term frequency of its
    own in Splink, so two classes stand in for it.
    """
    con.execute(f"""
        set variable common_parts = (
            with parts as (
                select unnest(sn_parts) as part from left_features
                union all select unnest(sn_parts) from right_features)
            select coalesce(list(part order by part), []) from (
                select part from parts group by part
                having count(*) >= greatest(20, {share} * (select count(*) from parts))))
    """)
    for side in ("left", "right"):
        con.execute(f"""
            create or replace table {side}_features as
            select *, list_filter(sn_parts, lambda x: not list_contains(getvariable('common_parts'), x)) as sn_rare
            from {side}_features order by unique_id
        """)


def prepare(con: duckdb.DuckDBPyConnection, left: pa.Table, right: pa.Table, *, alias_file: Path) -> None:
    """From inputs to ``left_features`` and ``right_features``."""
    register_inputs(con, left, right)
    load_aliases(con, alias_file)
    create_macros(con)
    create_sound_macros(con)
    for side in ("left", "right"):
        create_features(con, side)
    mark_rare_surname_parts(con)
    mark_spellings(con)
