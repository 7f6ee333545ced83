{{ config(meta={'dagster': {'ref': {'name': 'returns_coverage'}}}) }}
-- Every file that came, and every row stored from it, is counted in one return of its source.
with files as (

    select
        source,
        count(*) as files,
        coalesce(sum(rows_received) filter (status = 'loaded'), 0) as records
    from {{ ref('stg_files') }}
    where source <> 'unrecognised'
    group by source

),

returns as (

    select
        source,
        sum(files_received) as files,
        sum(rows_received) as records
    from (
        -- a neighbour stands once for each LA
        select distinct
            source,
            supplier_code,
            files_received,
            rows_received
        from {{ ref('returns_coverage') }}
        where cycle = {{ current_cycle() }}
    )
    group by source

)

select
    coalesce(files.source, returns.source) as source,
    files.files,
    returns.files as files_in_returns,
    files.records,
    returns.records as records_in_returns
from files
full join returns on files.source = returns.source
where
    coalesce(files.files, 0) <> coalesce(returns.files, 0) or coalesce(files.records, 0) <> coalesce(returns.records, 0)
