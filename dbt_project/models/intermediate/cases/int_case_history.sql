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

-- a case may have had another child identifier in each cycle: the latest decision about any of them
decisions as (

    select
        earlier.case_id,
        max_by(
            decisions.decision,
            struct_pack(day := coalesce(decisions.decided_date, date '1900-01-01'), cycle := earlier.cycle)
        ) as decision
    from earlier_cycles as earlier
    inner join {{ ref('int_case_decisions') }} as decisions on earlier.child_id = decisions.child_id
    group by earlier.case_id

),

last_seen as (

    select *
    from earlier_cycles
    qualify row_number() over (partition by case_id order by reference_date desc, cycle desc) = 1

),

-- closed neither by a rule nor by a person
earlier_cases as (

    select last_seen.* replace (
        case when decisions.decision = 'confirmed_cme' then 'confirmed' else last_seen.status end as status
    )
    from last_seen
    left join decisions on last_seen.case_id = decisions.case_id
    where last_seen.rule_closed_date is null and coalesce(decisions.decision, 'confirmed_cme') = 'confirmed_cme'

),

-- a child of an earlier case who is found again keeps that case
continued as (

    select now.case_id, earlier_cases.case_id as earlier_case_id, earlier_cases.opened_date, earlier_cases.status
    from current_cases as now
    inner join earlier_cases on now.la_code = earlier_cases.la_code and now.person_key = earlier_cases.person_key
    where now.opened_by = 'exercise' and earlier_cases.opened_by = 'exercise'
    qualify row_number() over (partition by now.case_id order by earlier_cases.case_id) = 1
        and row_number() over (partition by earlier_cases.case_id order by now.case_id) = 1

),

files_loaded as (

    select source, source_file, supplier_la_code from {{ ref('stg_files') }} where status = 'loaded'

),

-- on no list of this cycle, and still open all the same
still_open as (

    select *, coalesce({{ csa_end('date_of_birth') }} < {{ reference_date() }}, false) as is_past_csa
    from earlier_cases
    where
        not exists (
            select 1 from current_cases as now
            where now.case_id = earlier_cases.case_id
                or (now.la_code = earlier_cases.la_code and now.person_key = earlier_cases.person_key)
        )
        and case status
            -- known until somebody says otherwise; for its own cases an LA says so by a register without them
            when 'confirmed' then opened_by = 'exercise' or not exists (
                select 1 from files_loaded
                where files_loaded.source = 'cme_register' and files_loaded.supplier_la_code = earlier_cases.la_code
            )
            -- not found again says nothing where the list that named the child did not come
            when 'potential' then not exists (
                select 1 from files_loaded where files_loaded.source_file = earlier_cases.source_file
            )
        end

),

carried as (

    select * exclude (is_past_csa) replace (
        {{ current_cycle() }} as cycle,
        {{ reference_date() }} as reference_date,
        'open' as state_before,
        case when is_past_csa then {{ reference_date() }} end as rule_closed_date,
        case when is_past_csa then 'ceased_csa' end as rule_closure_reason
    )
    from still_open

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
    coalesce(
        states.rule_closed_date, case when ended.reason is not null then states.reference_date end
    ) as rule_closed_date,
    case
        when states.rule_closed_date is null then coalesce(ended.reason, states.rule_closure_reason)
        else states.rule_closure_reason
    end as rule_closure_reason,
    states.closure_proposed and ended.reason is null as closure_proposed
)
from states
left join ended on states.case_id = ended.case_id
