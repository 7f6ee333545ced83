{{ config(meta={'dagster': {'ref': {'name': 'potential_cme'}}}) }}
-- A record held for a person to review is not yet a child potentially missing education.
select
    potential.child_id,
    potential.basis
from {{ ref('potential_cme') }} as potential
inner join {{ ref('match_outcomes') }} as outcomes on potential.record_id = outcomes.record_id
where outcomes.disposition <> 'in_scope' or outcomes.outcome = 'pending_review'
