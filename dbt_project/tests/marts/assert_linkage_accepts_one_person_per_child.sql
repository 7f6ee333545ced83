{{ config(meta={'dagster': {'ref': {'name': 'match_outcomes'}}}) }}
-- Among accepted links of one kind of record, no person is claimed twice.
select links.left_kind, links.person_id, count(*) as records
from {{ source('linkage', 'links') }} as links
left join {{ ref('match_outcomes') }} as outcomes on links.left_id = outcomes.record_id
where links.decision = 'accept' and coalesce(outcomes.disposition, 'in_scope') = 'in_scope'
group by links.left_kind, links.person_id
having count(*) > 1
