{{ config(meta={'dagster': {'ref': {'name': 'match_outcomes'}}}) }}
-- One row per education record, per linked, unlinked or duplicate record, per record and kind of evidence.
-- depends_on: {{ ref('match_outcomes') }}
select 'persons' as linkage_table, count(*) as records, count(distinct record_id) as keys
from {{ source('linkage', 'persons') }} having records <> keys
union all
select 'links', count(*) as records, count(distinct left_id) as keys
from {{ source('linkage', 'links') }} having records <> keys
union all
select 'unlinked', count(*) as records, count(distinct left_id) as keys
from {{ source('linkage', 'unlinked') }} having records <> keys
union all
select 'duplicates', count(*) as records, count(distinct left_id) as keys
from {{ source('linkage', 'duplicates') }} having records <> keys
union all
select 'evidence', count(*) as records, count(distinct (left_id, right_kind)) as keys
from {{ source('linkage', 'evidence') }} having records <> keys
