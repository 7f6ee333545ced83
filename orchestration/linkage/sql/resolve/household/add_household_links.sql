-- The household links join the others, accepted.
-- in:  household_links
-- out: links (rows added)
insert into links
select
    left_id,
    left_kind,
    person_id,
    right_id,
    right_kind,
    'accept' as decision,
    'household' as match_reason,
    match_weight,
    round(match_probability, 9) as match_probability,
    null as rival_weight
from household_links
