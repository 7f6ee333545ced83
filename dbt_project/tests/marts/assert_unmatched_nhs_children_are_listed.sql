{{ config(meta={'dagster': {'ref': {'name': 'potential_cme'}}}) }}
-- No unmatched NHS child is lost: each is listed, unless another record says that the child died.
select outcomes.record_id
from {{ ref('match_outcomes') }} as outcomes
left join {{ ref('potential_cme') }} as potential on outcomes.record_id = potential.record_id
left join {{ ref('int_potential_evidence') }} as evidence on outcomes.record_id = evidence.record_id
left join {{ ref('int_potential_leavers') }} as leavers on evidence.leaver_record_id = leavers.record_id
left join {{ ref('int_case_la') }} as cases on evidence.case_record_id = cases.record_id
where outcomes.cycle = {{ current_cycle() }} and outcomes.source = 'nhs' and outcomes.outcome = 'unmatched'
    and potential.record_id is null
    and not coalesce(leavers.has_died, false)
    and coalesce(cases.rule_closure_reason, '') <> 'died'
