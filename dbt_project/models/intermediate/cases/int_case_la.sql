-- The cases of the register each LA sent, with what the rules of removal make of them. Two things close
-- a case without a person: age, and an exact link to a school's roll. Any other link only proposes it.
with cases as (

    select
        * exclude (is_open),
        is_open as is_known_before,
        row_number() over (
            partition by supplier_la_code, case_ref order by opened_date, source_file, source_row
        ) as episode
    from {{ ref('stg_cme_register') }}

),

links as (

    select
        left_id,
        person_id,
        right_kind,
        match_reason
    from {{ ref('stg_linkage_links') }}
    where decision = 'accept'

),

-- the NHS record found to be the same child, and the person it was accepted as
health_records as (

    select
        evidence.case_record_id,
        persons.is_educated
    from {{ ref('int_potential_evidence') }} as evidence
    inner join links on evidence.record_id = links.left_id
    inner join {{ ref('int_outcome_persons') }} as persons on links.person_id = persons.person_id

),

judged as (

    select
        cases.cycle,
        {{ case_id([
            "cases.supplier_la_code",
            "coalesce(cases.case_ref, 'row ' || cases.source_row)"
            ~ " || case when cases.case_ref is not null and cases.episode > 1 then '|' || cases.episode else '' end",
        ]) }} as case_id,
        cases.record_id,
        cases.supplier_la_code as la_code,
        cases.is_known_before,
        cases.opened_date,
        cases.closed_date,
        cases.closure_reason,
        coalesce({{ csa_end('cases.date_of_birth') }} < {{ reference_date() }}, false) as is_past_csa,
        coalesce({{ is_csa('cases.date_of_birth', reference_date()) }}, true) as may_be_csa,
        coalesce(
            links.match_reason = 'exact_all_fields'
            and links.right_kind in ('plasc', 'neighbouring', 'independent_school', 'ooc'),
            false
        ) as is_registered_pupil,
        links.person_id,
        coalesce(persons.is_educated, false) or coalesce(health_records.is_educated, false) as is_found_educated
    from cases
    left join links on cases.record_id = links.left_id
    left join {{ ref('int_outcome_persons') }} as persons on links.person_id = persons.person_id
    left join health_records on cases.record_id = health_records.case_record_id

),

ruled as (

    select
        *,
        case
            when not is_known_before then closed_date
            when is_past_csa or is_registered_pupil then {{ reference_date() }}
        end as rule_closed_date,
        case
            when not is_known_before then {{ read_closure_reason('closure_reason') }}
            when is_past_csa then 'ceased_csa'
            when is_registered_pupil then 'registered_pupil'
        end as rule_closure_reason
    from judged

)

select
    cycle,
    case_id,
    record_id,
    la_code,
    is_known_before,
    opened_date,
    rule_closed_date,
    rule_closure_reason,
    rule_closed_date is null as is_open,
    -- a reason without a date is not a closure, but says that somebody thought so
    rule_closed_date is null and (is_found_educated or closure_reason is not null) as closure_proposed,
    -- cleared by an accepted link, and open only until a person closes the case
    rule_closed_date is null and may_be_csa and not is_found_educated as is_potential,
    person_id
from ruled
