{{ config(meta={'dagster': {'ref': {'name': 'int_return_files'}}}) }}
-- depends_on: {{ ref('int_return_files') }}
-- Nothing is lost, nothing is doubled: of every file, rows received = rows in raw = rows in staging.
with received as (

    select source, source_file, rows_received
    from {{ source('raw', 'files') }}
    where cycle = {{ current_cycle() }} and status = 'loaded'

),

stored as (
    {% for table in landing_sources() %}
    select '{{ table }}' as source, source_file, count(*) as records
    from {{ source('raw', table) }}
    where cycle = {{ current_cycle() }}
    group by source_file
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

staged as (
    {% for table in landing_sources() %}
    select '{{ table }}' as source, source_file, count(*) as records
    from {{ ref('stg_' ~ table) }}
    group by source_file
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    source, source_file, received.rows_received, stored.records as rows_stored, staged.records as rows_staged
from received
full join stored using (source, source_file)
full join staged using (source, source_file)
where coalesce(received.rows_received, 0) <> coalesce(stored.records, 0)
    or coalesce(stored.records, 0) <> coalesce(staged.records, 0)
