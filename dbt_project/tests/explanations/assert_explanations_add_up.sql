{{ config(meta={'dagster': {'ref': {'name': 'match_explanations'}}}) }}
-- The parts of an explanation add up to the match weight of the pair. Gives counts of rows, not values.
select
    cycle,
    record_id,
    count(*) as count_rows
from {{ ref('match_explanations') }}
group by cycle, record_id
having abs(sum(weight) - coalesce(any_value(match_weight), 0)) > 0.0001
