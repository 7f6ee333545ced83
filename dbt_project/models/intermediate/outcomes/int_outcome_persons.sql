-- A match clears a child unless all that is known of the person is home education not found suitable.
with right_records as (

    select
        record_id,
        kind
    from {{ ref('int_linkage_right') }}

),

home_education as (

    select
        record_id,
        suitability
    from {{ ref('stg_ehe') }}

),

-- a pupil of an independent school is educated, whatever else is on a list
independent_pupils as (

    select distinct person_id
    from {{ ref('stg_linkage_links') }}
    where decision = 'accept' and left_kind = 'independent_school'

),

persons as (

    select
        persons.person_id,
        bool_or(right_records.kind <> 'ehe' or coalesce(home_education.suitability = 'suitable', false)) as has_proof,
        bool_or(coalesce(home_education.suitability = 'unsuitable', false)) as has_unsuitable_ehe,
        -- one home education record stands for the person: one judged unsuitable before one not assessed
        arg_min(persons.record_id, (coalesce(home_education.suitability, '') <> 'unsuitable', persons.record_id))
        filter (right_records.kind = 'ehe') as ehe_record_id
    from {{ ref('stg_linkage_persons') }} as persons
    inner join right_records on persons.record_id = right_records.record_id
    left join home_education on persons.record_id = home_education.record_id
    group by persons.person_id

)

select
    persons.person_id,
    persons.has_proof or independent_pupils.person_id is not null as is_educated,
    persons.has_unsuitable_ehe,
    persons.ehe_record_id
from persons
left join independent_pupils on persons.person_id = independent_pupils.person_id
