-- Children left over on both sides of a household that an accepted link shows to be one. The prior is even odds, and
-- surname and place, which the household explains, do not count: forename, birth date and pupil number must carry the
-- link. Two candidates for one child, or two children for one candidate, and nothing is linked.
-- in:  links, duplicates, left_homes, right_homes, person_pairs, unseen_twin_risks, left_twin_pairs, right_twin_pairs
-- out: household_links (temp), one row a left record
create or replace temp table household_links as
with accepted as (
    select *
    from links
    where decision = 'accept'
),

known_households as (
    select distinct
        l.left_kind,
        l.home as left_home,
        r.home as right_home
    from accepted a
    join left_homes l using (left_id)
    join right_homes r using (person_id)
    where a.match_weight >= $household_weight
),

left_over as (
    select *
    from left_homes
    where
        left_id not in (select left_id from accepted)
        and left_id not in (select left_id from duplicates)
),

household_candidates as (
    select distinct
        p.*,
        -- even odds, then what the household does not explain; and no twin whom nobody sees
        (1 - coalesce(t.unseen_twin_risk, 0))
        / (1 + pow(2, -(p.mw_forename + p.mw_dob + p.mw_upn))) as match_probability
    from known_households h
    join left_over l on l.left_kind = h.left_kind and l.home = h.left_home
    join right_homes r on r.home = h.right_home
    join person_pairs p on p.left_id = l.left_id and p.person_id = r.person_id
    left join unseen_twin_risks t on t.left_id = p.left_id and t.person_id = p.person_id
    where
        (p.left_kind, p.person_id) not in (select (left_kind, person_id) from accepted)
        -- what may be a twin is no surer for being in the family
        and (p.left_id, p.person_id) not in (
            select (left_id, person_id) from links where match_reason = 'twin_conflict'
        )
        -- where either side shows two children of one birth date, the forename must tell them apart
        and case
            when
                p.left_id in (select member_id from left_twin_pairs)
                or p.person_id in (select member_id from right_twin_pairs)
                then p.forename_level in $named_levels
            else true
        end
        and (
            (
                p.dob_level in ('exact', 'exact_default')
                and (p.forename_level in $same_date_levels or p.forename_level is null)
            )
            or (p.dob_level in $near_dates and p.forename_level in $near_date_levels)
        )
)

select *
from household_candidates
where match_probability >= $accept_probability
qualify
    count(*) over (partition by left_id) = 1
    and count(*) over (partition by left_kind, person_id) = 1
