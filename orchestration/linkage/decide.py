"""Which proposed links are accepted, which are held for a person, and which are dropped.

Put here thresholds and holds. Keep out the proposals (resolve.py).

The worst error is a false link that hides a missing child, and it happens most where the true partner
is absent: a twin, a sibling or a namesake is then the best candidate left. Hence: conflicting
forenames are never linked without a person, whatever else agrees.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.reasons import accepted_reason_sql
from orchestration.linkage.settings import LinkageSettings

# Forenames so different that only a person may link them; NULL (missing) is treated apart.
CONFLICT_LEVELS = ("similar_70", "else")
# Forenames that are the same, and so tell a child from its twin. Forms of one name do not: Ellie may be
# short for Eleanor, and may be her sister.
NAMED_LEVELS = ("full", "other_middle", "first", "swapped")
# Spelt alike, yet perhaps two names: Elin and Elan, Daniel and Daniela.
LOOKALIKE_LEVELS = ("similar_92", "similar_84")
# A child born further away than this is another child, though a date may be wrong in every part.
FURTHEST_BIRTH = 366
HOUSE = "{0}.sn || '/' || {0}.pc_outcode || '/' || {0}.house"
# Places near enough to be one home; a child without a forename needs one, and the family's name.
HOME_LEVELS = ("postcode_house", "house_street_outcode", "postcode", "postcode_one_letter", "house_street")


def mark_twins(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``left_mates`` and ``right_mates``: who shares birth date and home with whom, by side."""
    for side in ("left", "right"):
        source = "select *, unique_id as member from left_features where twin"
        if side == "right":
            source = (
                "select f.*, p.person_id as member from right_features f"
                " join persons p on p.record_id = f.unique_id where twin"
            )
        con.execute(f"""
            create or replace table {side}_mates as
            with t as ({source})
            select distinct a.member, b.member as mate from t a join t b
              on a.collection = b.collection and a.dob = b.dob and a.pc = b.pc
            where a.member <> b.member and a.fn_first is distinct from b.fn_first
            union
            select distinct a.member, b.member from t a join t b
              on a.collection = b.collection and a.dob = b.dob and a.sn = b.sn and a.pc_outcode = b.pc_outcode and a.house = b.house
            where a.member <> b.member and a.fn_first is distinct from b.fn_first
        """)


def mark_known_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``two_children`` (home, dob, name_a, name_b): names that one list gives to two children.

    A case or a leaver stands alone on its own list; that Elin has a sister Elan is seen on another. All
    lists of both sides are asked, and what one of them shows holds for all.
    """
    everyone = "select collection || '/left' as list, * from left_features union all by name select collection || '/right', * from right_features"
    con.execute(f"""
        create or replace table two_children as
        with t as (select * from ({everyone}) where twin),
        mates as (
            select a.pc as home, a.dob, a.fn_first as name_a, b.fn_first as name_b from t a join t b
              on a.list = b.list and a.dob = b.dob and a.pc = b.pc where a.fn_first <> b.fn_first
            union
            select a.sn || '/' || a.pc_outcode || '/' || a.house, a.dob, a.fn_first, b.fn_first from t a join t b
              on a.list = b.list and a.dob = b.dob and a.sn = b.sn and a.pc_outcode = b.pc_outcode and a.house = b.house
              where a.fn_first <> b.fn_first
        )
        select distinct * from mates where home is not null
    """)


def decide(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Add to ``links`` the proposed links that are accepted or held for review.

    Accepted: probable enough, clear of its rival, forenames not in conflict, and where either side
    shows a twin, either the forename tells the two apart or every twin is linked by name already; a mere
    resemblance is then not enough in any case.
    """
    conflict = ", ".join(f"'{level}'" for level in CONFLICT_LEVELS)
    alike = ", ".join(f"'{level}'" for level in LOOKALIKE_LEVELS)
    homes = " or ".join(
        f"({home}, {side}.dob) in (select (home, dob) from two_children)" for side in "lr" for home in (f"{side}.pc", HOUSE.format(side))
    )
    pairs_of_names = " or ".join(
        f"({home}, {side}.dob, l.fn_first, r.fn_first) in (select (home, dob, name_a, name_b) from two_children)"
        for side in "lr" for home in (f"{side}.pc", HOUSE.format(side))
    )
    named = ", ".join(f"'{level}'" for level in NAMED_LEVELS)
    home = ", ".join(f"'{level}'" for level in HOME_LEVELS)
    con.execute(f"""
        create or replace temp table considered as
        select p.left_kind, p.right_id, p.right_kind, q.*, p.forename_level, p.surname_level, p.dob_level, p.place_level,
            coalesce(p.forename_level in ({named}), false) as is_named,
            coalesce(p.forename_level in ({conflict}), false) as is_conflict,
            coalesce(p.surname_level not in ('else', 'similar_84'), false) as is_same_family,
            coalesce(p.place_level in ({home}), false) as is_same_home,
            q.left_id in (select member from left_mates) or q.person_id in (select member from right_mates) as has_twin,
            -- both are names that other children have, and not forms or sounds of one name
            coalesce(p.forename_level in ({alike}) and not l.fn_rare and not r.fn_rare
                and least(length(l.fn_first), length(r.fn_first)) > 1, false) as is_lookalike,
            coalesce({pairs_of_names}, false) as is_two_children, coalesce({homes}, false) as is_twin_home,
            coalesce(p.dob_level = 'else' and abs(strptime(l.dob, '%Y%m%d')::date - strptime(r.dob, '%Y%m%d')::date) > {FURTHEST_BIRTH}, false) as is_other_age,
            {accepted_reason_sql("p.")} as reason
        from proposed q join pairs p using (left_id, person_id)
        join left_features l on l.unique_id = q.left_id join right_features r on r.unique_id = p.right_id
    """)
    con.execute(f"""
        insert into links
        with linked_by_name as (
            select left_kind, left_id, person_id from considered
            where is_named and match_probability >= {settings.costs.accept_probability}
            union select left_kind, left_id, person_id from links
        ), unsettled as (  -- a twin on either side that is not itself linked by name
            select c.left_id from considered c join left_mates m on m.member = c.left_id
            where m.mate not in (select left_id from linked_by_name)
            union
            select c.left_id from considered c join right_mates m on m.member = c.person_id
            where (c.left_kind, m.mate) not in (select (left_kind, person_id) from linked_by_name)
        ), judged as (
            select *, case
                when is_conflict then 'twin_conflict'
                when is_two_children or is_twin_home and not has_twin and not is_named then 'twin_conflict'
                when is_lookalike and not has_twin then 'twin_conflict'  -- beside a twin, the next line judges them together
                when is_other_age then 'weak_evidence'
                when has_twin and (forename_level = 'similar_84' or not is_named and left_id in (from unsettled)) then 'twin_conflict'
                when match_weight - rival_weight < {settings.rival_margin} then 'close_rivals'
                when match_probability < {settings.costs.accept_probability} then 'weak_evidence'
                when forename_level is null and not (is_same_family and is_same_home) then 'weak_evidence'
            end as held
            from considered
        )
        select left_id, left_kind, person_id, right_id, right_kind,
            case when held is null then 'accept' else 'review' end, coalesce(held, reason),
            match_weight, match_probability, rival_weight
        from judged
    """)
