-- This cycle's cases: those of the LAs' registers, and those the exercise opens for children not on one. A child of
-- the restricted queue has one when a person has confirmed that the child is missing, and not before.
with children as (

    select
        cycle,
        child_id,
        la_code,
        basis,
        is_counted,
        record_id,
        case_id as known_case_id
    from {{ ref('int_potential_triage') }}

    union all

    select
        restricted.cycle,
        restricted.child_id,
        restricted.la_code,
        restricted.basis,
        true,
        restricted.record_id,
        null
    from {{ ref('int_potential_children') }} as restricted
    inner join {{ ref('int_case_decisions') }} as decisions
        on restricted.child_id = decisions.child_id and decisions.decision = 'confirmed_cme'
    where restricted.restricted_because is not null

),

leaving_dates as (

    select
        record_id,
        case_record_id,
        leaving_date
    from {{ ref('int_potential_children') }}

),

la_cases as (

    select
        cases.cycle,
        cases.case_id,
        children.child_id,
        cases.la_code,
        'la' as opened_by,
        case when cases.is_known_before then 'open' else 'closed' end as state_before,
        case when cases.is_known_before then 'confirmed' else 'closed' end as status,
        'known_cme' as basis,
        cases.opened_date,
        leaving_dates.leaving_date,
        cases.rule_closed_date,
        cases.rule_closure_reason,
        cases.closure_proposed,
        cases.record_id
    from {{ ref('int_case_la') }} as cases
    left join children on cases.case_id = children.known_case_id
    left join leaving_dates on cases.record_id = leaving_dates.case_record_id

),

exercise_cases as (

    select
        children.cycle,
        {{ case_id(['children.child_id']) }} as case_id,
        children.child_id,
        children.la_code,
        'exercise' as opened_by,
        'new' as state_before,
        'potential' as status,
        children.basis,
        {{ reference_date() }} as opened_date,
        leaving_dates.leaving_date,
        cast(null as date) as rule_closed_date,
        cast(null as varchar) as rule_closure_reason,
        false as closure_proposed,
        children.record_id
    from children
    left join leaving_dates on children.record_id = leaving_dates.record_id
    where children.basis <> 'known_cme' and children.is_counted

),

cases as (

    select * from la_cases
    union all by name
    select * from exercise_cases

)

select
    cases.*,
    {{ reference_date() }} as reference_date,
    details.* exclude (record_id)
from cases
inner join {{ ref('int_case_details') }} as details on cases.record_id = details.record_id
