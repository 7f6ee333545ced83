-- Table 5.1 of the evaluation, from the records themselves, so that it adds up by construction; the tests
-- check that it does.
{%- set dispositions = [
    'in_scope', 'unreadable', 'duplicate', 'out_of_scope_age', 'out_of_scope_area', 'already_held', 'suppressed',
] %}
{%- set outcomes = ['perfect', 'partial', 'pending_review', 'unmatched'] %}
with outcomes as (

    select
        cycle,
        la_code,
        source,
        disposition,
        outcome,
        child_id
    from {{ ref('match_outcomes') }}

),

participating as (

    select
        cycle,
        count(*) as participating_las
    from {{ ref('stg_participating_las') }}
    group by cycle

),

counted as (

    select
        cycle,
        case when grouping(la_code) = 1 then 'total' else la_code end as la_code,
        case when grouping(source) = 1 then 'total' else source end as source,
        count(*) as received,
        {%- for disposition in dispositions %}
            count(*) filter (disposition = '{{ disposition }}') as {{ disposition }},
        {%- endfor %}
        {%- for outcome in outcomes %}
            count(*) filter (outcome = '{{ outcome }}') as {{ outcome }},
        {%- endfor %}
        count(distinct child_id) filter (disposition = 'in_scope') as children
    from outcomes
    group by grouping sets ((cycle), (cycle, la_code), (cycle, source), (cycle, la_code, source))

)

select
    counted.*,
    cast(coalesce(participating.participating_las, 0) as integer) as participating_las
from counted
left join participating on counted.cycle = participating.cycle
