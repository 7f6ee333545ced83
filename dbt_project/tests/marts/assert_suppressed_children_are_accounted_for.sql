{{ config(meta={'dagster': {'ref': {'name': 'restricted_queue'}}}) }}
-- Nobody whom the list of suppressions reaches is on an ordinary list, and nobody is lost for it: who is suppressed
-- is counted so, a shielded child is found in education or stands in the restricted queue, and so does everybody who
-- is held. Gives record ids and the rule that failed.
with reach as (

    select * from {{ ref('int_suppression_reach') }}

),

outcomes as (

    select * from {{ ref('match_outcomes') }}
    where cycle = {{ current_cycle() }}

),

educated as (

    select links.left_id as record_id
    from {{ ref('stg_linkage_links') }} as links
    inner join {{ ref('int_outcome_persons') }} as persons on links.person_id = persons.person_id
    where links.decision = 'accept' and persons.is_educated

)

select
    reach.record_id,
    'suppressed_is_counted_so' as rule
from reach
inner join outcomes on reach.record_id = outcomes.record_id
where (reach.verdict = 'suppressed') <> (outcomes.disposition = 'suppressed')

union all

select
    outcomes.record_id,
    'counted_so_is_suppressed'
from outcomes
where
    outcomes.disposition = 'suppressed'
    and outcomes.record_id not in (
        select record_id from reach
        where verdict = 'suppressed'
    )

union all

select
    potential.record_id,
    'not_on_the_ordinary_list'
from {{ ref('potential_cme') }} as potential
inner join reach on potential.record_id = reach.record_id
where potential.cycle = {{ current_cycle() }}

union all

select
    received.record_id,
    'shielded_is_found_or_queued'
from {{ ref('int_received') }} as received
where
    received.is_looked_for_apart
    and received.record_id not in (
        select record_id from educated
        union all
        select record_id from {{ ref('restricted_queue') }}
        union all
        select left_id from {{ ref('stg_linkage_duplicates') }}
    )

union all

select
    outcomes.record_id,
    'held_for_person_is_queued'
from outcomes
where (
    outcomes.match_reason = 'held_for_person'
    -- a pair that no officer is shown
    or (
        outcomes.source = 'nhs'
        and outcomes.outcome = 'pending_review'
        and outcomes.record_id in (select record_id from reach)
    )
)
and outcomes.record_id not in (select record_id from {{ ref('restricted_queue') }})

union all

-- a child on the list by a person's word, with nothing of the child shown
select
    register.case_id,
    'details_are_withheld'
from {{ ref('cme_register') }} as register
where
    register.is_withheld
    and coalesce(
        register.surname,
        register.forenames,
        register.middle_names,
        register.former_surname,
        register.address,
        register.postcode,
        register.upn, register.parent_name, register.parent_address, register.parent_postcode, register.parent_phone,
        register.parent_email, register.education_provider_name, register.education_provider_address, register.aln_need,
        register.aln_provision, cast(register.date_of_birth as varchar)
    ) is not null

union all

select
    reach.record_id,
    'case_of_listed_child_is_withheld'
from reach
inner join {{ ref('cme_register') }} as register on reach.record_id = register.record_id
where reach.verdict = 'suppressed' and reach.origin = 'person' and not register.is_withheld
