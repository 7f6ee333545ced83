-- Records to be found: those that prove education on the reference date, and those that are evidence only
-- (the LAs' cases, and pupils who left a roll). A record with neither name proves nothing of anybody.
with staged as (

    {% for source, facts in landing_sources().items() if facts.education_rank and source != 'independent_schools' -%}
    select
        {{ record_for_linkage(facts.kind) }}
    from {{ ref('stg_' ~ source) }} as staged
    where staged.is_current

    union all

    {% endfor -%}
    -- whatever its disposition, a school's return proves that the child is at that school
    select
        {{ record_for_linkage('independent_school', la_code='received.la_code') }}
    from {{ ref('stg_independent_schools') }} as staged
    inner join {{ ref('int_received') }} as received on staged.record_id = received.record_id
    where received.disposition_before_linkage not in ('unreadable', 'duplicate')

    union all

    select
        {{ record_for_linkage('cme') }}
    from {{ ref('stg_cme_register') }} as staged

    union all

    select
        {{ record_for_linkage('leaver') }}
    from {{ ref('stg_plasc') }} as staged
    where staged.is_leaver

)

select *
from staged
where surname is not null or forenames is not null
