-- NHS records in scope by the weight of their best pair and by what became of them; with a truth, also whether that is
-- right: a record that is not linked is wrong where its child is known to education.
-- in:  records, unlinked
with best as (
    select
        r.*,
        coalesce(r.match_weight, u.best_weight) as best_weight,
        case
            when r.is_accepted then 'accepted'
            when r.is_held then 'held'
            else 'not_linked'
        end as fate,
        case when r.is_accepted or r.is_held then r.is_true else not r.is_known end as is_right
    from records r
    left join unlinked u on u.left_id = r.record_id
    where r.source = 'nhs' and r.disposition = 'in_scope'
)

select
    (floor(best_weight / $step) * $step)::integer as from_weight,
    fate || case when not $with_truth then '' when is_right then '_right' else '_wrong' end as kind,
    count(*) as records
from best
where best_weight is not null
group by all
order by all
