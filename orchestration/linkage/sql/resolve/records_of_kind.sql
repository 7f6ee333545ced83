-- The left records of one kind in the order of their ids, with the certain link of those that have one.
-- in:  left_features, links
select
    l.unique_id,
    coalesce(l.la_code, 'unknown') as la_code,
    k.left_id is not null as is_linked,
    k.match_weight as linked_weight,
    k.person_id as linked_person_id
from left_features l
left join links k on k.left_id = l.unique_id
where l.kind = $left_kind
order by l.unique_id
