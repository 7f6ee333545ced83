"""The second pass: what one sibling's link says about the others.

Put here evidence that comes from links already made. A family that moved and took another surname is
hard to see child by child; once one child is linked, its two homes are known to be one household, and
a brother left over on both sides is no longer one among half a million. Keep out first-pass weights.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.decide.holds import NAMED_LEVELS
from orchestration.linkage.settings import LinkageSettings
from orchestration.linkage.sql import quoted

# Forenames good enough with the same birth date, and those good enough with a near one.
SAME_DATE_LEVELS = ("full", "other_middle", "first", "variant", "similar_92", "other_forename", "similar_84")
NEAR_DATE_LEVELS = ("full", "other_middle", "first", "variant", "similar_92")
NEAR_DATES = ("day_month_swapped", "one_digit", "default_same_year", "two_parts")


def link_households(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> int:
    """Link children left over in households that are known to be one; returns how many were linked.

    Within a known household the prior is even odds, and surname and place, which the household
    explains, no longer count: forename, birth date and pupil number must carry the link. Where either
    side shows two children of one birth date, the forename must tell them apart. Two candidates for
    one child, or two children for one candidate, and nothing is linked.
    """
    con.execute(f"""
        create or replace temp table left_home as
        select unique_id as left_id, kind as left_kind, pc || '/' || coalesce(house, sn) as home from left_features
        where pc is not null and coalesce(house, sn) is not null
        qualify count(*) over (partition by kind, home) <= {settings.household_size};
        create or replace temp table right_home as
        select distinct p.person_id, f.pc || '/' || coalesce(f.house, f.sn) as home
        from right_features f join persons p on p.record_id = f.unique_id
        where f.pc is not null and coalesce(f.house, f.sn) is not null
        qualify count(*) over (partition by home) <= {settings.household_size}
    """)
    same = quoted(SAME_DATE_LEVELS)
    near = quoted(NEAR_DATE_LEVELS)
    named = quoted(NAMED_LEVELS)
    dates = quoted(NEAR_DATES)
    con.execute(f"""
        create or replace temp table household_links as
        with homes as (
            select distinct l.left_kind, l.home as left_home, r.home as right_home
            from links k join left_home l using (left_id) join right_home r using (person_id)
            where k.decision = 'accept' and k.match_weight >= {settings.household_weight}
        ), left_over as (
            select * from left_home where left_id not in (select left_id from links where decision = 'accept')
              and left_id not in (select left_id from duplicates)
        ), candidates as (
            select distinct p.*, -- even odds, then what the household does not explain; and no twin whom nobody sees
                (1 - coalesce(c.lone_twin, 0)) / (1 + pow(2, -(p.mw_forename + p.mw_dob + p.mw_upn))) as match_probability
            from homes h
            join left_over l on l.left_kind = h.left_kind and l.home = h.left_home
            join right_home r on r.home = h.right_home
            join pairs p on p.left_id = l.left_id and p.person_id = r.person_id
            left join considered c on c.left_id = p.left_id and c.person_id = p.person_id
            where (p.left_kind, p.person_id) not in (select (left_kind, person_id) from links where decision = 'accept')
              -- what may be a twin is no surer for being in the family
              and (p.left_id, p.person_id) not in (select (left_id, person_id) from links where match_reason = 'twin_conflict')
              and case when p.left_id in (select member from left_mates) or p.person_id in (select member from right_mates)
                       then p.forename_level in ({named}) else true end
              and (p.dob_level in ('exact', 'exact_default') and (p.forename_level in ({same}) or p.forename_level is null)
                   or p.dob_level in ({dates}) and p.forename_level in ({near}))
        )
        select * from candidates
        where match_probability >= {settings.costs.accept_probability}
        qualify count(*) over (partition by left_id) = 1 and count(*) over (partition by left_kind, person_id) = 1
    """)
    con.execute("""
        -- a review of the same child or of the same person is settled by this link
        delete from links where decision = 'review' and (left_id in (select left_id from household_links)
            or (left_kind, person_id) in (select (left_kind, person_id) from household_links));
        insert into links
        select left_id, left_kind, person_id, right_id, right_kind, 'accept', 'household', match_weight,
            round(match_probability, 9), null from household_links
    """)
    return con.execute("select count(*) from household_links").fetchall()[0][0]
