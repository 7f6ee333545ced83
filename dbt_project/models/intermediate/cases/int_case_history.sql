-- Every case as it stood in each cycle, before people's decisions. This cycle's cases are taken together with
-- those of earlier cycles that are known and on no list of this one: a child confirmed by a person stays
-- known, so does the register of an LA that sent none this time, and so does a child named by a list that
-- did not come.
with current_cases as (

    select * from {{ ref('int_case_current') }}

),

earlier_cycles as (

    {% if is_incremental() -%}
    select * from {{ this }} where reference_date < {{ reference_date() }} and cycle <> {{ current_cycle() }}
    {%- else -%}
    select * from current_cases limit 0
    {%- endif %}

),

decisions as (

    select
        earlier.case_id,
        max_by(decisions.decision, struct_pack(day := coalesce(decisions.decided_date, date '1900-01-01'), cycle := earlier.cycle)) as decision
    from earlier_cycles as earlier
    inner join {{ ref('int_case_decisions') }} as decisions on earlier.child_id = decisions.child_id
    group by earlier.case_id

),

-- still open when last seen, people's decisions included
earlier_cases as (

    select earlier.* replace (
        case when decisions.decision = 'confirmed_cme' then 'confirmed' else earlier.status end as status
    )
    from earlier_cycles as earlier
    left join decisions on earlier.case_id = decisions.case_id
    where coalesce(decisions.decision, 'confirmed_cme') = 'confirmed_cme'
    qualify row_number() over (partition by earlier.case_id order by earlier.reference_date desc, earlier.cycle desc) = 1
        and earlier.rule_closed_date is null

),

-- a child of an earlier case who stands out again keeps that case
continued as (

    select now.case_id, earlier_cases.case_id as earlier_case_id, earlier_cases.opened_date, earlier_cases.status
    from current_cases as now
    inner join earlier_cases on now.la_code = earlier_cases.la_code and now.person_key = earlier_cases.person_key
    where now.opened_by = 'exercise' and earlier_cases.opened_by = 'exercise'
    qualify row_number() over (partition by now.case_id order by earlier_cases.case_id) = 1
        and row_number() over (partition by earlier_cases.case_id order by now.case_id) = 1

),

carried as (

    select earlier_cases.* replace (
        {{ current_cycle() }} as cycle,
        {{ reference_date() }} as reference_date,
        'open' as state_before,
        case when {{ csa_end('earlier_cases.date_of_birth') }} < {{ reference_date() }} then {{ reference_date() }} end as rule_closed_date,
        case when {{ csa_end('earlier_cases.date_of_birth') }} < {{ reference_date() }} then 'ceased_csa' end as rule_closure_reason
    )
    from earlier_cases
    left join {{ source('raw', 'files') }} as registers
        on earlier_cases.la_code = registers.supplier_la_code and registers.cycle = {{ current_cycle() }}
        and registers.source = 'cme_register' and registers.status = 'loaded'
    where (
            (
                earlier_cases.status = 'confirmed'
                and (earlier_cases.opened_by = 'exercise' or registers.source_file is null)
            )
            -- not found again says nothing where the list that named the child did not come this time
            or (
                earlier_cases.status = 'potential'
                and not exists (
                    select 1 from {{ source('raw', 'files') }} as lists
                    where lists.cycle = {{ current_cycle() }} and lists.status = 'loaded'
                        and lists.source_file = earlier_cases.source_file
                )
            )
        )
        and not exists (
            select 1 from current_cases as now
            where now.case_id = earlier_cases.case_id
                or (now.la_code = earlier_cases.la_code and now.person_key = earlier_cases.person_key)
        )

),

states as (

    select now.* replace (
        coalesce(continued.earlier_case_id, now.case_id) as case_id,
        coalesce(continued.opened_date, now.opened_date) as opened_date,
        coalesce(continued.status, now.status) as status,
        case when continued.status = 'confirmed' then 'open' else now.state_before end as state_before
    )
    from current_cases as now
    left join continued on now.case_id = continued.case_id
    union all by name
    select * from carried

),

named as (

    select case_id as record_id, 'case' as source, {{ names_of_case() }}, date_of_birth, postcode from states

),

-- who died or objected is no longer a case; a shielded child stays one
ended as (

    select record_id as case_id, reason
    from ({{ suppression_verdicts('named') }})
    where verdict = 'suppressed' and origin = 'person' and reason in ('died', 'objection_upheld')

)

select states.* replace (
    case when ended.reason is null then states.rule_closed_date else coalesce(states.rule_closed_date, states.reference_date) end as rule_closed_date,
    case when states.rule_closed_date is null then coalesce(ended.reason, states.rule_closure_reason) else states.rule_closure_reason end
        as rule_closure_reason,
    states.closure_proposed and ended.reason is null as closure_proposed
)
from states
left join ended on states.case_id = ended.case_id
