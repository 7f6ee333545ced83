-- Open records with the record that each repeats, whatever shows it; of several accounts of a pair the heaviest.
-- in:  taken_person_pairs, alike_records, same_name_records
-- out: duplicate_edges (temp), one row an open record and another record
create or replace temp table duplicate_edges as
with found as (
    select
        left_id,
        linked_left_id as other_left_id,
        match_weight,
        match_reason
    from taken_person_pairs
    where surplus_weight >= $needed_weight and not may_be_twins
    union all
    select
        left_id,
        other_left_id,
        null,
        match_reason
    from alike_records
    union all
    select
        left_id,
        other_left_id,
        null,
        match_reason
    from same_name_records
)

select *
from found
qualify row_number() over (
    partition by left_id, other_left_id
    order by match_weight desc nulls last, match_reason
) = 1
