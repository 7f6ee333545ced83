with received as (

    {{ received_this_cycle('ehe') }}

),

coded as (

    select
        *,
        {{ code_for('suitability', 'suitability') }} as suitability_code,
        {{ parse_date('end_date') }} as end_date_read
    from received

),

fields as (

    select
        {{ lineage('ehe') }},
        surname,
        forename as forenames,
        middle_names,
        cast(null as varchar) as former_surname,
        cast(null as varchar) as preferred_surname,
        cast(null as varchar) as preferred_forename,
        dob as date_of_birth,
        postcode,
        {{ join_address(['address_line_1', 'address_line_2', 'town']) }} as address,
        upn,
        {{ tidy('local_id') }} as local_id,
        -- what nobody has judged suitable is not taken to be suitable
        coalesce(suitability_code, 'not_yet_assessed') as suitability,
        suitability_code is null as suitability_is_assumed,
        {{ parse_date('start_date') }} as start_date,
        end_date_read as end_date,
        {{ parse_date('last_review_date') }} as last_review_date,
        {{ tidy('parent_name') }} as parent_name,
        {{ tidy('parent_phone') }} as parent_phone,
        {{ tidy('parent_email') }} as parent_email,
        not {{ is_given('end_date') }} or coalesce(end_date_read > {{ reference_date() }}, false) as is_current
    from coded

),

{{ staged_record(own=[
    'local_id', 'suitability', 'suitability_is_assumed', 'start_date', 'end_date', 'last_review_date',
    'parent_name', 'parent_phone', 'parent_email', 'is_current',
]) }}
