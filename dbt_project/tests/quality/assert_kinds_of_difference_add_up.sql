{{ config(meta={'dagster': {'ref': {'name': 'dq_field_disagreement'}}}) }}
-- Of every field as many pairs are counted as NHS records were accepted, in each LA and in all.
with accepted as (

    select
        case when grouping(nhs.supplier_la_code) = 1 then 'total' else nhs.supplier_la_code end as la_code,
        count(*) as pairs
    from {{ ref('stg_linkage_links') }} as links
    inner join {{ ref('stg_nhs') }} as nhs on links.left_id = nhs.record_id
    where links.decision = 'accept'
    group by grouping sets ((), (nhs.supplier_la_code))

),

counted as (

    select
        la_code,
        field,
        sum(pairs) as pairs
    from {{ ref('dq_field_disagreement') }}
    where cycle = {{ current_cycle() }}
    group by la_code, field

)

select
    la_code,
    counted.field,
    accepted.pairs,
    counted.pairs as pairs_counted
from accepted
full join counted using (la_code)
where coalesce(accepted.pairs, 0) <> coalesce(counted.pairs, 0)
