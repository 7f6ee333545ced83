{{ config(meta={'dagster': {'ref': {'name': 'match_outcomes'}}}) }}
-- Of every file of the NHS and of independent schools, as many outcomes as rows received.
with received as (

    select source_file, rows_received
    from {{ source('raw', 'files') }}
    where cycle = {{ current_cycle() }} and status = 'loaded' and source in ('nhs', 'independent_schools')

),

placed as (

    select source_file, count(*) as records
    from {{ ref('match_outcomes') }}
    where cycle = {{ current_cycle() }}
    group by source_file

)

select source_file, received.rows_received, placed.records as rows_with_an_outcome
from received
full join placed using (source_file)
where coalesce(received.rows_received, 0) <> coalesce(placed.records, 0)
