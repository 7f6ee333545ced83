-- Links on which surname, forename, birth date and postcode all agree, with one person only. Of several left records of
-- a kind that agree with one person the heaviest is taken, then the smallest record_id; the others are looked at as
-- duplicates.
-- in:  left_features, right_features, persons, scored_pairs, rejected_persons, links
-- out: links (rows added)
insert into links
with exact_pairs as (
    select
        l.unique_id as left_id,
        l.kind as left_kind,
        p.person_id,
        r.unique_id as right_id,
        r.kind as right_kind,
        count(distinct p.person_id) over (partition by l.unique_id) as person_count
    from left_features l
    join right_features r
        on r.surname_key = l.surname_key
        and r.forename_key = l.forename_key
        and r.dob = l.dob
        and r.pc = l.pc
        and r.kind <> l.kind
    join persons p on p.record_id = r.unique_id
    where
        (l.unique_id, p.person_id) not in (select (left_id, person_id) from rejected_persons)
        and l.unique_id not in (select left_id from links)
        and (l.kind, p.person_id) not in (select (left_kind, person_id) from links)
),

heaviest_of_record as (
    select
        e.*,
        coalesce(s.match_weight, 0) as match_weight
    from exact_pairs e
    left join scored_pairs s on s.left_id = e.left_id and s.right_id = e.right_id
    where e.person_count = 1
    qualify row_number() over (partition by e.left_id order by match_weight desc, e.right_id) = 1
)

select
    left_id,
    left_kind,
    person_id,
    right_id,
    right_kind,
    'accept' as decision,
    'exact_all_fields' as match_reason,
    match_weight,
    null as match_probability,
    null as rival_weight
from heaviest_of_record
qualify row_number() over (partition by left_kind, person_id order by match_weight desc, left_id) = 1
