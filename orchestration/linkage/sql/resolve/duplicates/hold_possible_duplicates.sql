-- An open record that points less strongly to a taken person, or that may be the twin of the record linked to it, is
-- held for review: it is neither found nor missing until somebody has looked.
-- in:  taken_person_pairs, links, duplicates
-- out: links (rows added)
insert into links
select
    t.left_id,
    t.left_kind,
    t.person_id,
    t.right_id,
    t.right_kind,
    'review' as decision,
    case when t.may_be_twins then 'twin_conflict' else 'close_rivals' end as match_reason,
    t.match_weight,
    round(1 / (1 + pow(2, -(t.surplus_weight + $duplicate_share_weight))), 9) as match_probability,
    k.match_weight as rival_weight
from taken_person_pairs t
join links k on k.left_id = t.linked_left_id
where
    t.surplus_weight >= $review_weight
    and t.left_id not in (select left_id from duplicates)
    and t.left_id not in (select left_id from links)
qualify row_number() over (
    partition by t.left_id
    order by t.surplus_weight desc, t.person_id
) = 1
