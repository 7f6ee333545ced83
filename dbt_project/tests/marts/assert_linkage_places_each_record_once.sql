{{ config(meta={'dagster': {'ref': {'name': 'match_outcomes'}}}) }}
-- depends_on: {{ ref('match_outcomes') }}
-- Every record given to linkage came back once: linked, unlinked, or a duplicate of another.
with placed as (

    select left_id from {{ source('linkage', 'links') }}
    union all
    select left_id from {{ source('linkage', 'unlinked') }}
    union all
    select left_id from {{ source('linkage', 'duplicates') }}

)

select coalesce(given.record_id, placed.left_id) as record_id, count(given.record_id) as given, count(placed.left_id) as placed
from {{ ref('int_linkage_left') }} as given
full join placed on given.record_id = placed.left_id
group by 1
having count(given.record_id) <> 1 or count(placed.left_id) <> 1
