-- Each case as last seen. One that was open then, and is not among the cases of a later cycle, has lapsed.
with states as (

    select * from {{ ref('int_case_states') }}

),

latest as (

    select * from states
    qualify row_number() over (partition by case_id order by reference_date desc, cycle desc) = 1

),

cycles as (

    select
        cycle,
        reference_date
    from states
    union
    select
        cycle,
        reference_date
    from {{ ref('stg_cycles') }}
    where is_current

),

next_cycles as (

    select
        earlier.cycle,
        min(later.reference_date) as reference_date
    from cycles as earlier
    inner join cycles as later on earlier.reference_date < later.reference_date
    group by earlier.cycle

),

on_la_registers as (

    select
        la_code,
        person_key,
        max(reference_date) as last_date
    from states
    where opened_by = 'la' and person_key is not null
    group by la_code, person_key

)

select
    latest.*,
    next_cycles.reference_date as lapsed_date,
    case
        when next_cycles.cycle is null then null
        when latest.opened_by = 'la' then 'not_on_later_register'
        when on_la_registers.last_date > latest.reference_date then 'on_la_register'
        else 'not_found_again'
    end as lapse_reason
from latest
left join next_cycles on latest.cycle = next_cycles.cycle and latest.status <> 'closed'
left join on_la_registers on latest.la_code = on_la_registers.la_code and latest.person_key = on_la_registers.person_key
