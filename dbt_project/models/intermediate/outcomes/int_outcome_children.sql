-- The same child may be received from the NHS and from a school, or from two schools. The NHS record
-- names the child where there is one, since every NHS record left in scope is a child of its own.
with links as (

    select
        left_id,
        person_id
    from {{ ref('stg_linkage_links') }}
    where decision = 'accept'

),

persons as (

    select
        record_id,
        person_id
    from {{ ref('stg_linkage_persons') }}

),

received as (

    select
        record_id,
        source
    from {{ ref('int_received') }}
    where disposition_before_linkage = 'in_scope'

),

-- a school's record is a person itself, and may also have been linked to the same person elsewhere
school_persons as (

    select
        received.record_id,
        coalesce(links.person_id, persons.person_id) as person_id,
        persons.person_id as own_person_id
    from received
    left join links on received.record_id = links.left_id
    left join persons on received.record_id = persons.record_id
    where received.source = 'independent_school'

),

same_person as (

    select
        own_person_id,
        min(person_id) as person_id
    from school_persons
    where own_person_id is not null
    group by own_person_id

),

placed as (

    select
        received.record_id,
        received.source,
        coalesce(same_person.person_id, links.person_id) as person_id
    from received
    left join links on received.record_id = links.left_id
    left join same_person on links.person_id = same_person.own_person_id
    where received.source = 'nhs'
    union all
    select
        record_id,
        'independent_school',
        person_id
    from school_persons

),

first_records as (

    select
        person_id,
        arg_min(record_id, (source <> 'nhs', record_id)) as child_record_id
    from placed
    where person_id is not null
    group by person_id

)

select
    placed.record_id,
    case
        when placed.source = 'nhs' then placed.record_id
        else coalesce(first_records.child_record_id, placed.record_id)
    end as child_record_id
from placed
left join first_records on placed.person_id = first_records.person_id
