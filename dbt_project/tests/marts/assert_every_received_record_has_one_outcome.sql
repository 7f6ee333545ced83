{{ config(meta={'dagster': {'ref': {'name': 'match_outcomes'}}}) }}
-- Each staged NHS and independent-school record stands in match_outcomes exactly once, and nothing else does.
with staged as (

    select record_id from {{ ref('stg_nhs') }}
    union all
    select record_id from {{ ref('stg_independent_schools') }}

),

outcomes as (

    select record_id from {{ ref('match_outcomes') }}
    where cycle = {{ current_cycle() }}

)

select
    coalesce(staged.record_id, outcomes.record_id) as record_id,
    count(staged.record_id) as times_staged,
    count(outcomes.record_id) as times_placed
from staged
full join outcomes on staged.record_id = outcomes.record_id
group by 1
having count(staged.record_id) <> 1 or count(outcomes.record_id) <> 1
