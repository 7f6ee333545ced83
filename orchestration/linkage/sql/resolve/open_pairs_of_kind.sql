-- The pairs of one left kind of which neither end has a certain link, in the order of their ids.
-- in:  person_pairs, links
select
    left_id,
    person_id,
    match_weight
from person_pairs
where
    left_kind = $left_kind
    and left_id not in (select left_id from links)
    and person_id not in (select person_id from links where left_kind = $left_kind)
order by left_id, person_id
