{{ config(meta={'dagster': {'ref': {'name': 'potential_cme'}}}) }}
-- No unmatched NHS child is lost: each is listed, unless another record says that the child died.
select outcomes.record_id
from {{ ref('match_outcomes') }} as outcomes
left join {{ ref('potential_cme') }} as potential on outcomes.record_id = potential.record_id
left join {{ source('linkage', 'evidence') }} as evidence on outcomes.record_id = evidence.left_id
left join {{ ref('int_potential_leavers') }} as leavers on evidence.right_id = leavers.record_id
left join {{ ref('int_case_la') }} as cases on evidence.right_id = cases.record_id
where outcomes.cycle = {{ current_cycle() }} and outcomes.source = 'nhs' and outcomes.outcome = 'unmatched'
    and potential.record_id is null
group by outcomes.record_id
having not bool_or(coalesce(leavers.has_died, false) or coalesce(cases.rule_closure_reason = 'died', false))
