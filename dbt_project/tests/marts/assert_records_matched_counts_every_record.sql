{{ config(meta={'dagster': {'ref': {'name': 'records_matched'}}}) }}
-- The table of counts has as many records as the staged files have rows, cycle by cycle.
select
    counted.cycle,
    counted.received,
    staged.records
from (
    select count(*) as records
    from
        (
            select record_id from {{ ref('stg_nhs') }}
            union all
            select record_id from {{ ref('stg_independent_schools') }}
        )
) as staged
inner join {{ ref('records_matched') }} as counted
    on counted.cycle = {{ current_cycle() }} and counted.la_code = 'total' and counted.source = 'total'
where counted.received <> staged.records
