-- Every left record without a link, and why.
-- in:  left_features, person_pairs, record_thresholds, pair_decisions, links, duplicates
-- out: unlinked, one row a left record that is neither linked nor a duplicate
create or replace table unlinked as
with best_pairs as (
    select
        left_id,
        arg_max(right_id, (match_weight, right_id)) as best_right_id,
        max(match_weight) as best_weight
    from person_pairs
    group by left_id
),

rejected as (
    select left_record_id
    from pair_decisions
    where decision = 'not_match'
)

select
    l.unique_id as left_id,
    l.kind as left_kind,
    case
        when b.best_weight >= t.accept_weight then 'candidate_taken'
        when l.unique_id in (select left_record_id from rejected) then 'rejected_by_person'
        when b.best_weight is null then 'no_candidate'
        else 'below_threshold'
    end as match_reason,
    b.best_weight,
    b.best_right_id
from left_features l
left join best_pairs b on b.left_id = l.unique_id
left join record_thresholds t on t.left_id = l.unique_id
where
    l.unique_id not in (select left_id from links)
    and l.unique_id not in (select left_id from duplicates)
