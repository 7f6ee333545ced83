-- The register: each case as it stands in the latest cycle in which it appears. A case that was open and is
-- not among the cases of a later cycle has lapsed, and says why. Of a child on the list of suppressions the case is
-- counted and nothing of the child is shown, in whatever cycle the case was seen last.
{%- set of_the_child = [
    'surname', 'forenames', 'middle_names', 'former_surname', 'date_of_birth', 'address', 'postcode', 'upn',
    'parent_name', 'parent_address', 'parent_postcode', 'parent_phone', 'parent_email',
    'education_provider_name', 'education_provider_address', 'aln_need', 'aln_provision',
] %}
with states as (

    select * from {{ ref('int_case_states') }}

),

latest as (

    select * from states
    qualify row_number() over (partition by case_id order by reference_date desc, cycle desc) = 1

),

cycles as (

    select cycle, reference_date from states
    union
    select cycle, reference_date from {{ source('raw', 'cycles') }} where is_current

),

next_cycles as (

    select earlier.cycle, min(later.reference_date) as reference_date
    from cycles as earlier
    inner join cycles as later on later.reference_date > earlier.reference_date
    group by earlier.cycle

),

on_la_registers as (

    select distinct cycle, la_code, person_key
    from states
    where opened_by = 'la' and person_key is not null

),

lapsed as (

    select
        latest.case_id,
        next_cycles.reference_date as lapsed_date,
        case
            when latest.opened_by = 'la' then 'not_on_later_register'
            when exists (
                select 1 from on_la_registers
                inner join cycles on on_la_registers.cycle = cycles.cycle
                where on_la_registers.la_code = latest.la_code and on_la_registers.person_key = latest.person_key
                    and cycles.reference_date > latest.reference_date
            ) then 'on_la_register'
            else 'not_found_again'
        end as lapse_reason
    from latest
    inner join next_cycles on latest.cycle = next_cycles.cycle
    where latest.status <> 'closed'

),

named as (

    -- each case by itself: that a namesake has one too does not make an address less shielded
    select case_id as record_id, case_id as source, {{ names_of_case() }}, date_of_birth, postcode from latest

),

withheld as (

    select record_id as case_id, reason, verdict = 'suppressed' as is_the_child
    from ({{ suppression_verdicts('named') }})
    where origin = 'person' and (verdict = 'suppressed' or (verdict = 'held' and reason = 'shielded'))

)

select
    latest.cycle, latest.case_id, latest.case_ref, latest.child_id, latest.la_code,
    case when lapsed.case_id is null then latest.status else 'closed' end as status,
    latest.basis, latest.opened_by, latest.opened_date,
    coalesce(lapsed.lapsed_date, latest.closed_date) as closed_date,
    case
        when lapsed.case_id is null then latest.closure_reason
        when withheld.is_the_child and withheld.reason <> 'shielded' then withheld.reason
        else lapsed.lapse_reason
    end as closure_reason,
    latest.closure_proposed and lapsed.case_id is null as closure_proposed,
    cast(latest.days_missing as integer) as days_missing,
    latest.duration_basis,
    latest.days_missing >= {{ var('substantial_period_days', 28) }} as is_over_substantial_period,

    withheld.case_id is not null as is_withheld,
    {%- for column in of_the_child %}
    case when withheld.case_id is null then latest.{{ column }} end as {{ column }},
    {%- endfor %}
    latest.record_id, latest.source, latest.source_file, cast(latest.source_row as integer) as source_row
from latest
left join lapsed on latest.case_id = lapsed.case_id
left join withheld on latest.case_id = withheld.case_id
