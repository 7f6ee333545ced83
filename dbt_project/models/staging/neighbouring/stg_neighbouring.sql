with received as (

    {{ received_this_cycle('neighbouring') }}

),

coded as (

    select
        received.* replace (
            coalesce(districts.authority_cd, received.supplier_la_code) as supplier_la_code
        ),
        {{ code_for('enrol_status', 'enrol_status') }} as enrol_status_code
    from received
    left join {{ ref('english_districts') }} as districts on received.supplier_la_code = districts.district_cd

),

fields as (

    select
        {{ lineage('neighbouring') }},
        surname,
        forename as forenames,
        cast(null as varchar) as middle_names,
        cast(null as varchar) as former_surname,
        cast(null as varchar) as preferred_surname,
        cast(null as varchar) as preferred_forename,
        dob as date_of_birth,
        postcode,
        cast(null as varchar) as address,
        upn,
        {{ tidy('home_la') }} as home_la,
        {{ fold('school_number') }} as school_number,
        {{ tidy('school_name') }} as school_name,
        enrol_status_code as enrol_status,
        -- the status is optional here: a neighbour returns the pupils on its rolls
        enrol_status_code is not null or not {{ is_given('enrol_status') }} as is_current
    from coded

),

{{ staged_record(own=['home_la', 'school_number', 'school_name', 'enrol_status', 'is_current']) }}
