-- Children on the NHS list who are in no education record, or only in home education not found suitable.
-- A record held for review is not here: a person says first whether it is a match. Shielded children, and those
-- who look like a child on the list of suppressions, are marked for the restricted queue.
with links as (

    select
        left_id,
        person_id
    from {{ ref('stg_linkage_links') }}
    where decision = 'accept'

),

outcomes as (

    select
        record_id,
        source,
        source_file,
        source_row,
        la_code,
        outcome,
        match_reason
    from {{ ref('int_outcome_records') }}
    where source = 'nhs' and disposition = 'in_scope'

    union all

    -- a shielded child has no outcome that is counted or shown, and what linkage found is read from linkage
    select
        received.record_id,
        received.source,
        received.source_file,
        received.source_row,
        received.la_code,
        case when links.left_id is not null then 'partial' else 'unmatched' end,
        null
    from {{ ref('int_received') }} as received
    left join links on received.record_id = links.left_id
    where
        received.is_looked_for_apart
        and received.record_id not in (select left_id from {{ ref('stg_linkage_duplicates') }})

),

evidence as (

    select * from {{ ref('int_potential_evidence') }}

)

select
    outcomes.record_id,
    outcomes.source,
    outcomes.source_file,
    outcomes.source_row,
    outcomes.la_code,
    case
        when cases.is_open then 'known_cme'
        when persons.has_unsuitable_ehe then 'ehe_unsuitable'
        when persons.person_id is not null then 'ehe_not_assessed'
        when leavers.has_no_destination then 'left_roll_no_destination'
        else 'unmatched'
    end as basis,
    case when cases.is_open then cases.case_id end as case_id,
    case when cases.is_open then cases.record_id end as case_record_id,
    persons.person_id,
    persons.ehe_record_id,
    leavers.record_id as leaver_record_id,
    leavers.leaving_date,
    case
        when reach.verdict = 'suppressed' then 'shielded'
        when reach.verdict = 'held' then 'looks_like_listed'
    end as restricted_because,
    coalesce(leavers.has_destination or leavers.has_moved_away, false)
    or coalesce(not cases.is_open and cases.rule_closure_reason in ('moved_la', 'moved_abroad'), false)
        as has_moved_away_evidence
from outcomes
left join links on outcomes.record_id = links.left_id
left join {{ ref('int_outcome_persons') }} as persons on links.person_id = persons.person_id
left join evidence on outcomes.record_id = evidence.record_id
left join {{ ref('int_case_la') }} as cases on evidence.case_record_id = cases.record_id
left join {{ ref('int_potential_leavers') }} as leavers on evidence.leaver_record_id = leavers.record_id
left join {{ ref('int_suppression_reach') }} as reach on outcomes.record_id = reach.record_id
where
    outcomes.outcome = 'unmatched'
    or outcomes.match_reason = 'held_for_person'
    -- its pair is shown to no officer, so the restricted queue must have it
    or (outcomes.outcome = 'pending_review' and reach.verdict = 'held')
    or (outcomes.outcome in ('perfect', 'partial') and not coalesce(persons.is_educated, true))
