-- The last decision on each pair of the cycle: by date, then by its place in the file.
-- in:  given (rows in the shape of raw.pair_decisions)
-- out: pair_decisions (rows added), one row a pair
insert into pair_decisions
select
    left_record_id,
    right_record_id,
    decision
from given
where cycle = $cycle
qualify row_number() over (
    partition by left_record_id, right_record_id
    order by {{ decided_date }} desc nulls last, {{ source_row }} desc nulls last, decision desc
) = 1
