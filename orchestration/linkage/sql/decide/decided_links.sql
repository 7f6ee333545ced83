-- Accepts or holds each proposed link, or drops it.
-- in:  candidate_links, unseen_twin_risks, person_pairs, left_twin_pairs, right_twin_pairs, links
-- out: links (rows added)
insert into links
with linked_by_name as (  -- by a forename that tells a child from its twin, or certain
    select
        left_kind,
        left_id,
        person_id
    from candidate_links
    where is_named and match_probability >= $accept_probability
    union
    select
        left_kind,
        left_id,
        person_id
    from links
),

fitting_forenames as (
    select
        left_id,
        person_id
    from person_pairs
    where forename_level is null or forename_level not in $conflict_levels
),

with_unlinked_twin as (  -- a twin on either side is not linked by name, and its name would fit as well
    select c.left_id
    from candidate_links c
    join left_twin_pairs t on t.member_id = c.left_id
    join fitting_forenames f on f.left_id = t.twin_id and f.person_id = c.person_id
    where t.twin_id not in (select left_id from linked_by_name)
    union
    select c.left_id
    from candidate_links c
    join right_twin_pairs t on t.member_id = c.person_id
    join fitting_forenames f on f.left_id = c.left_id and f.person_id = t.twin_id
    where (c.left_kind, t.twin_id) not in (select (left_kind, person_id) from linked_by_name)
),

with_probability as (
    select
        c.*,
        c.match_probability * (1 - u.unseen_twin_risk) as probability
    from candidate_links c
    join unseen_twin_risks u using (left_id, person_id)
),

judged as (
    select
        *,
        case
            when is_conflict and is_twin_visible then 'twin_conflict'
            when is_two_children or (is_twin_home and not has_twin and not is_named) then 'twin_conflict'
            -- probable, were it not for a twin whom nobody sees
            when match_probability >= $accept_probability and probability < $accept_probability then 'twin_conflict'
            when is_other_age then 'weak_evidence'
            when has_twin and not is_named and left_id in (select left_id from with_unlinked_twin)
                then 'twin_conflict'
            when match_probability < $accept_probability and match_weight - rival_weight < $rival_margin
                then 'close_rivals'
            when match_probability < $accept_probability then 'weak_evidence'
            when $unnamed_needs_home and forename_level is null and not (is_same_family and is_same_home)
                then 'weak_evidence'
        end as hold_reason
    from with_probability
)

select
    left_id,
    left_kind,
    person_id,
    right_id,
    right_kind,
    case when hold_reason is null then 'accept' else 'review' end as decision,
    coalesce(hold_reason, reason) as match_reason,
    match_weight,
    round(probability, 9) as match_probability,
    rival_weight
from judged
where
    -- a namesake elsewhere, a brother, a twin whom some list names beside this child: nothing to find out
    not (is_other_age and not (is_named and is_same_family and is_same_home))
    and not (is_conflict and is_two_children)
