"""Which proposed links are accepted, which are held for a person, and which are dropped.

Put here thresholds and holds. Keep out the proposals (resolve/one_to_one.py).

The worst error is a false link that hides a missing child, and it happens most where the true partner
is absent: a twin, a sibling or a namesake is then the best candidate left. Hence: where any list shows a
twin, conflicting forenames are never linked without a person, whatever else agrees; and where none does, only
if the run itself shows that a twin whom nobody sees is as good as excluded (unseen_twin_risk.py).
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.decide.reasons import accepted_reason_sql
from orchestration.linkage.decide.unseen_twin_risk import estimate_unseen_twin_risk, name_class_sql
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.sql import quoted

# Forenames so different that they may be those of two children; NULL (missing) is treated apart.
CONFLICT_LEVELS = ("similar_70", "else")
# Forenames that are the same, and so tell a child from its twin. Forms of one name do not: Ellie may be
# short for Eleanor, and may be her sister.
NAMED_LEVELS = ("full", "other_middle", "first", "swapped")
# Spelt alike, yet perhaps two names: Elin and Elan, Daniel and Daniela.
LOOKALIKE_LEVELS = ("similar_92", "similar_84")
# What stands for one home: twins are the children of one birth date who share any of these.
HOMES = ("{0}.pc", "{0}.sn || '/' || {0}.pc_outcode || '/' || {0}.house", "{0}.house_street")
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
        mates = " union ".join(
            f"select a.member, b.member as mate from t a join t b on a.collection = b.collection and a.dob = b.dob and {home.format('a')} = {home.format('b')}"
            " where a.member <> b.member and a.fn_first is distinct from b.fn_first"
            for home in HOMES
        )
        con.execute(f"create or replace table {side}_mates as with t as ({source}) {mates}")


def mark_known_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``two_children`` (home, dob, name_a, name_b): names that one list gives to two children.

    A case or a leaver stands alone on its own list; that Elin has a sister Elan is seen on another. All
    lists of both sides are asked, and what one of them shows holds for all.
    """
    everyone = "select collection || '/left' as list, * from left_features union all by name select collection || '/right', * from right_features"
    pairs = " union ".join(
        f"select {home.format('a')} as home, a.dob, a.fn_first as name_a, b.fn_first as name_b"
        f" from t a join t b on a.list = b.list and a.dob = b.dob and {home.format('a')} = {home.format('b')} where a.fn_first <> b.fn_first"
        for home in HOMES
    )
    con.execute(f"create or replace table two_children as with t as (select * from ({everyone}) where twin) {pairs}")


def decide(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Add to ``links`` the proposed links that are accepted or held for review.

    Accepted: probable enough, clear of its rival, born in the same year or so, and no twin to be feared: where
    either side shows one, the forenames tell the children apart, or every twin is linked by name already or has
    a forename that would not fit; where none is shown, two forenames are accepted if lone_twin is small enough.
    """
    conflict = quoted(CONFLICT_LEVELS)
    alike = quoted(LOOKALIKE_LEVELS)
    places = [(home.format(side), f"{side}.dob") for side in "lr" for home in HOMES]
    homes = " or ".join(f"({home}, {dob}) in (select (home, dob) from two_children)" for home, dob in places)
    pairs_of_names = " or ".join(
        f"({home}, {dob}, l.fn_first, r.fn_first) in (select (home, dob, name_a, name_b) from two_children)"
        for home, dob in places
    )
    named = quoted(NAMED_LEVELS)
    home = quoted(HOME_LEVELS)
    con.execute(f"""
        create or replace temp table considered as
        with facts as (
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
            l.fn_rare or r.fn_rare as is_rare, m.absent_left,
            coalesce(p.dob_level = 'else' and abs(strptime(l.dob, '%Y%m%d')::date - strptime(r.dob, '%Y%m%d')::date) > {settings.furthest_birth_days}, false) as is_other_age,
            {accepted_reason_sql("p.")} as reason
        from proposed q join pairs p using (left_id, person_id)
        join left_features l on l.unique_id = q.left_id join right_features r on r.unique_id = p.right_id
        join claims m on m.left_kind = p.left_kind and m.person_id = q.person_id
        )
        select *, has_twin or is_twin_home or is_two_children as twin_visible,
            {name_class_sql(is_lookalike="is_lookalike", is_conflict="is_conflict", is_rare="is_rare")} as name_class
        from facts
    """)
    estimate_unseen_twin_risk(con, accept_probability=settings.costs.accept_probability)
    con.execute(f"""
        insert into links
        with linked_by_name as (
            select left_kind, left_id, person_id from considered
            where is_named and match_probability >= {settings.costs.accept_probability}
            union select left_kind, left_id, person_id from links
        ), alike as (
            select left_id, person_id from pairs where forename_level is null or forename_level not in ({conflict})
        ), unsettled as (  -- a twin on either side that is not linked by name, and whose name would fit as well
            select c.left_id from considered c join left_mates m on m.member = c.left_id join alike k on k.left_id = m.mate and k.person_id = c.person_id
            where m.mate not in (select left_id from linked_by_name)
            union
            select c.left_id from considered c join right_mates m on m.member = c.person_id join alike k on k.left_id = c.left_id and k.person_id = m.mate
            where (c.left_kind, m.mate) not in (select (left_kind, person_id) from linked_by_name)
        ), judged as (
            select *, case
                when is_conflict and twin_visible then 'twin_conflict'
                when is_two_children or is_twin_home and not has_twin and not is_named then 'twin_conflict'
                when match_probability >= {settings.costs.accept_probability} and probability < {settings.costs.accept_probability} then 'twin_conflict'
                when is_other_age then 'weak_evidence'
                when has_twin and not is_named and left_id in (from unsettled) then 'twin_conflict'
                when match_probability < {settings.costs.accept_probability} then
                    case when match_weight - rival_weight < {settings.rival_margin} then 'close_rivals' else 'weak_evidence' end
                when {settings.unnamed_needs_home} and forename_level is null and not (is_same_family and is_same_home) then 'weak_evidence'
            end as held
            from (select *, match_probability * (1 - lone_twin) as probability from considered)
        )
        select left_id, left_kind, person_id, right_id, right_kind,
            case when held is null then 'accept' else 'review' end, coalesce(held, reason),
            match_weight, round(probability, 9), rival_weight
        from judged
        -- a namesake elsewhere, a brother, a twin whom some list names beside this child: nothing to find out
        where not (is_other_age and not (is_named and is_same_family and is_same_home)) and not (is_conflict and is_two_children)
    """)
