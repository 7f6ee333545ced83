-- What there is to know of each proposed link: what agrees, and whether any list shows a twin.
-- in:  proposed_links, person_pairs, left_features, right_features, person_priors, left_twin_pairs, right_twin_pairs,
--      twin_forenames
-- out: candidate_links (temp), one row a proposed link
create or replace temp table candidate_links as
with proposed as (
    select
        q.*,
        p.left_kind,
        p.right_id,
        p.right_kind,
        p.forename_level,
        p.surname_level,
        p.dob_level,
        p.place_level,
        m.absent_left
    from proposed_links q
    join person_pairs p using (left_id, person_id)
    join person_priors m on m.left_kind = p.left_kind and m.person_id = q.person_id
),

homes as (  -- of either record
    select
        q.left_id,
        l.fn_first as left_forename,
        r.fn_first as right_forename,
        unnest([l.dob, l.dob, l.dob, r.dob, r.dob, r.dob]) as dob,
        unnest(
            home_keys(l.pc, l.sn, l.pc_outcode, l.house, l.house_street)
            || home_keys(r.pc, r.sn, r.pc_outcode, r.house, r.house_street)
        ) as home
    from proposed q
    join left_features l on l.unique_id = q.left_id
    join right_features r on r.unique_id = q.right_id
),

twin_homes_met as (  -- links of which a record lives where some list has two children of that birth date
    select
        h.left_id,
        bool_or(
            coalesce(h.left_forename = t.forename_a and h.right_forename = t.forename_b, false)
        ) as is_two_children
    from homes h
    join twin_forenames t on t.home = h.home and t.dob = h.dob
    group by h.left_id
),

facts as (
    select
        q.*,
        coalesce(q.forename_level in $named_levels, false) as is_named,
        coalesce(q.forename_level in $conflict_levels, false) as is_conflict,
        coalesce(q.surname_level not in ('else', 'similar_84'), false) as is_same_family,
        coalesce(q.place_level in $home_levels, false) as is_same_home,
        -- both are names that other children have, and not forms or sounds of one name
        coalesce(
            q.forename_level in $lookalike_levels
            and not l.fn_rare
            and not r.fn_rare
            and least(length(l.fn_first), length(r.fn_first)) > 1,
            false
        ) as is_lookalike,
        l.fn_rare or r.fn_rare as is_rare,
        coalesce(
            q.dob_level = 'else'
            and abs(strptime(l.dob, '%Y%m%d')::date - strptime(r.dob, '%Y%m%d')::date) > $furthest_birth_days,
            false
        ) as is_other_age,
        (
            q.left_id in (select member_id from left_twin_pairs)
            or q.person_id in (select member_id from right_twin_pairs)
        ) as has_twin,
        t.left_id is not null as is_twin_home,
        coalesce(t.is_two_children, false) as is_two_children
    from proposed q
    join left_features l on l.unique_id = q.left_id
    join right_features r on r.unique_id = q.right_id
    left join twin_homes_met t on t.left_id = q.left_id
)

select
    *,
    has_twin or is_twin_home or is_two_children as is_twin_visible,
    name_class(is_lookalike, is_conflict, is_rare) as name_class,
    accepted_reason(forename_level, surname_level, dob_level, place_level) as reason
from facts
