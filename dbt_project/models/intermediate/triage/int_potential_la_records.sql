-- Children whom the LA's own records show to be perhaps missing education and whom no NHS record stands
-- for: open cases, home education not found suitable, leavers with no destination. Who is on the list of
-- suppressions is left out; the shielded, and those who look like one on it, are marked for the restricted queue.
with received as (

    select
        case_record_id,
        person_id
    from {{ ref('int_potential_received') }}

),

-- an NHS record linked to home education decides for that child, whatever it decided
health_persons as (

    select distinct person_id
    from {{ ref('stg_linkage_links') }}
    where decision = 'accept' and left_kind = 'nhs' and person_id is not null

),

case_leavers as (

    select
        left_id as case_record_id,
        max(right_id) as leaver_record_id
    from {{ ref('stg_linkage_evidence') }}
    where left_kind = 'cme' and right_kind = 'leaver'
    group by left_id

),

cases as (

    select
        cases.record_id,
        'known_cme' as basis,
        cases.la_code,
        cases.case_id,
        cases.record_id as case_record_id,
        cases.person_id,
        case_leavers.leaver_record_id
    from {{ ref('int_case_la') }} as cases
    left join case_leavers on cases.record_id = case_leavers.case_record_id
    where
        cases.is_potential
        and cases.record_id not in (
            select case_record_id from received
            where case_record_id is not null
        )

),

home_educated as (

    select
        ehe.record_id,
        case when persons.has_unsuitable_ehe then 'ehe_unsuitable' else 'ehe_not_assessed' end as basis,
        coalesce(ehe.postcode_la_code, ehe.supplier_la_code) as la_code,
        null as case_id,
        null as case_record_id,
        persons.person_id,
        null as leaver_record_id
    from {{ ref('int_outcome_persons') }} as persons
    inner join {{ ref('stg_ehe') }} as ehe on persons.ehe_record_id = ehe.record_id
    where
        not persons.is_educated
        and {{ is_csa('ehe.date_of_birth', reference_date()) }}
        and persons.person_id not in (select person_id from health_persons)
        and persons.person_id not in (
            select person_id from cases
            where person_id is not null
        )

),

leavers as (

    select
        record_id,
        'left_roll_no_destination' as basis,
        la_code,
        null as case_id,
        null as case_record_id,
        null as person_id,
        record_id as leaver_record_id
    from {{ ref('int_potential_leavers') }}
    where is_potential

),

found as (

    select * from cases
    union all
    select * from home_educated
    where
        la_code in (
            select la_code from {{ ref('stg_participating_las') }}
            where cycle = {{ current_cycle() }}
        )
    union all
    select * from leavers

)

select
    found.*,
    leavers.leaving_date,
    case
        when reach.verdict = 'suppressed' then 'shielded'
        when reach.verdict = 'held' then 'looks_like_listed'
    end as restricted_because,
    coalesce(leavers.has_moved_away, false) as has_moved_away_evidence
from found
left join {{ ref('int_potential_leavers') }} as leavers on found.leaver_record_id = leavers.record_id
left join {{ ref('int_suppression_reach') }} as reach on found.record_id = reach.record_id
where reach.verdict is distinct from 'suppressed' or reach.reason = 'shielded'
