-- Of several records of one person the one that stands for it: the heaviest pair, then the kind that comes first in
-- PROVING_KINDS, then the smaller record_id. Pairs that somebody rejected are left out.
-- in:  scored_pairs, persons, rejected_persons
-- out: person_pairs, one row a left record and person
create or replace table person_pairs as
select
    s.*,
    p.person_id
from scored_pairs s
join persons p on p.record_id = s.right_id
where (s.left_id, p.person_id) not in (select (left_id, person_id) from rejected_persons)
qualify row_number() over (
    partition by s.left_id, p.person_id
    order by s.match_weight desc, list_position($proving_kinds, s.right_kind), s.right_id
) = 1
order by left_id, person_id
