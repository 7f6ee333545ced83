-- The scored pairs of one left kind and one kind of evidence whose forenames are not those of two children.
-- in:  scored_pairs, pair_decisions
select
    left_id,
    right_id,
    match_weight
from scored_pairs
where
    left_kind = $left_kind
    and right_kind = $right_kind
    and coalesce(forename_level not in $conflict_levels, false)
    and (left_id, right_id) not in (
        select (left_record_id, right_record_id) from pair_decisions where decision = 'not_match'
    )
order by left_id, right_id
