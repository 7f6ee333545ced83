-- Why records were matched, held or not matched, counted.
select
    cycle,
    la_code,
    source,
    outcome,
    match_reason,
    matched_source,
    count(*) as records
from {{ ref('match_outcomes') }}
where disposition = 'in_scope'
group by all
