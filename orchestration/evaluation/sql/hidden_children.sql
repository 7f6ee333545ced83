-- The truly missing children whom nobody would look for: what happened, and the education record that hides each.
-- in:  records, links, left_truth, right_truth
select
    r.record_id,
    r.la_code,
    r.disposition,
    r.outcome,
    r.match_reason,
    k.right_id,
    case
        when r.is_accepted and not r.is_true then 'false_link'
        when r.is_accepted then 'true_link'
        when r.is_duplicate and not r.is_rightly_duplicate then 'false_duplicate'
        else 'not_listed'
    end as cause,
    exists (
        select 1
        from right_truth x
        join left_truth o on o.child = x.child
        where x.person_id = r.person_id and x.child <> r.child
    ) as owner_on_list
from records r
left join links k on k.left_id = case when r.is_duplicate then r.duplicate_of else r.record_id end
where r.missing_fate = 'hidden'
order by r.record_id
