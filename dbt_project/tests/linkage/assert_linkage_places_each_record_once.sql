{{ config(meta={'dagster': {'ref': {'name': 'stg_linkage_links'}}}) }}
-- Every record given to linkage came back once: linked, unlinked, or a duplicate of another.
with placed as (

    select left_id from {{ ref('stg_linkage_links') }}
    union all
    select left_id from {{ ref('stg_linkage_unlinked') }}
    union all
    select left_id from {{ ref('stg_linkage_duplicates') }}

)

select
    coalesce(given.record_id, placed.left_id) as record_id,
    count(given.record_id) as times_given,
    count(placed.left_id) as times_placed
from {{ ref('int_linkage_left') }} as given
full join placed on given.record_id = placed.left_id
group by 1
having count(given.record_id) <> 1 or count(placed.left_id) <> 1
