{{ config(meta={'dagster': {'ref': {'name': 'cme_before_after'}}}) }}
-- What the bridge ends with is what the register has open. Cases of earlier cycles that lapsed are closed.
with latest as (

    select cycle from {{ ref('cme_before_after') }}
    inner join {{ ref('stg_cycles') }} using (cycle)
    order by reference_date desc, cycle desc
    limit 1

),

register as (

    select
        la_code,
        count(*) as open_cases
    from {{ ref('cme_register') }}
    where status <> 'closed'
    group by la_code
    union all
    select
        'total',
        count(*)
    from {{ ref('cme_register') }}
    where status <> 'closed'

)

select
    coalesce(bridge.la_code, register.la_code) as la_code,
    bridge.known_after,
    register.open_cases
from (
    select
        la_code,
        known_after
    from {{ ref('cme_before_after') }}
    where cycle in (select cycle from latest)
) as bridge
full join register on bridge.la_code = register.la_code
where coalesce(bridge.known_after, 0) <> coalesce(register.open_cases, 0)
