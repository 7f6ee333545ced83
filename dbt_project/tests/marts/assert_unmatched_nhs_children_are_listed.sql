{{ config(meta={'dagster': {'ref': {'name': 'potential_cme'}}}) }}
-- No unmatched NHS child is lost: each is listed.
select outcomes.record_id
from {{ ref('match_outcomes') }} as outcomes
left join {{ ref('potential_cme') }} as potential on outcomes.record_id = potential.record_id
where
    outcomes.cycle = {{ current_cycle() }} and outcomes.source = 'nhs' and outcomes.outcome = 'unmatched'
    and potential.record_id is null
