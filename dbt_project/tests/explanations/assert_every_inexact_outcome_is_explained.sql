{{ config(meta={'dagster': {'ref': {'name': 'match_explanations'}}}) }}
-- Every record that was matched on the evidence, or waits for a person, says why, and no other does.
with inexact as (

    select
        record_id,
        outcome
    from {{ ref('match_outcomes') }}
    where
        cycle = {{ current_cycle() }} and outcome in ('partial', 'pending_review')
        and match_reason <> 'held_for_person'

),

explained as (

    select distinct
        record_id,
        outcome
    from {{ ref('match_explanations') }}
    where cycle = {{ current_cycle() }} and source in ('nhs', 'independent_school')

)

select
    record_id,
    inexact.outcome as outcome_given,
    explained.outcome as outcome_explained
from inexact
full join explained using (record_id)
where inexact.outcome is distinct from explained.outcome
