-- Table 6.1 of the evaluation as a bridge: what was known, every movement, what is known.
with states as (

    select
        cycle,
        la_code,
        opening,
        ending,
        status
    from {{ ref('int_case_states') }}

),

potential as (

    select
        potential.cycle,
        potential.la_code,
        decisions.decision = 'confirmed_cme' as is_confirmed
    from {{ ref('potential_cme') }} as potential
    left join {{ ref('int_case_decisions') }} as decisions on potential.child_id = decisions.child_id
    where potential.is_counted and potential.basis <> 'known_cme'

),

-- an LA with nothing to count has a row of zeros
las as (

    select
        cycle,
        la_code
    from {{ ref('stg_participating_las') }}
    where cycle in (select cycle from {{ ref('match_outcomes') }}) or cycle = {{ current_cycle() }}

),

all_events as (

    select
        cycle,
        la_code,
        opening,
        ending,
        status,
        null as is_confirmed
    from states
    union all by name
    select
        cycle,
        la_code,
        'potential' as opening,
        is_confirmed
    from potential
    union all by name
    select
        cycle,
        la_code,
        'none' as opening
    from las

),

events as (

    select
        *,
        count(distinct la_code) filter (opening = 'none') over (partition by cycle) as participating_las
    from all_events

)

select
    cycle,
    case when grouping(la_code) = 1 then 'total' else la_code end as la_code,
    count(*) filter (opening = 'known_before') as known_before,
    count(*) filter (ending = 'closed') as closed,
    count(*) filter (opening = 'opened_by_exercise') as opened_by_exercise,
    count(*) filter (opening = 'opened_otherwise') as opened_otherwise,
    count(*) filter (opening = 'transferred_in') as transferred_in,
    count(*) filter (ending = 'transferred_out') as transferred_out,
    count(*) filter (status in ('confirmed', 'potential')) as known_after,
    count(*) filter (opening = 'potential') as potential_identified,
    count(*) filter (opening = 'potential' and is_confirmed) as confirmed_new,
    cast(max(participating_las) as integer) as participating_las
from events
group by grouping sets ((cycle), (cycle, la_code))
