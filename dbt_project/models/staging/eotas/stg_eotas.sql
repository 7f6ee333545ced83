with received as (

    {{ received_this_cycle('eotas') }}

),

coded as (

    select
        *,
        {{ parse_date('end_date') }} as end_date_read
    from received

),

fields as (

    select
        {{ lineage('eotas') }},
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
        {{ tidy('provision_type') }} as provision_type,
        {{ tidy('provider_name') }} as provider_name,
        {{ tidy('provider_address') }} as provider_address,
        {{ parse_date('start_date') }} as start_date,
        end_date_read as end_date,
        {{ tidy('aln_provision') }} as aln_provision,
        not {{ is_given('end_date') }} or coalesce(end_date_read > {{ reference_date() }}, false) as is_current
    from coded

),

{{ staged_record(own=[
    'provision_type', 'provider_name', 'provider_address', 'start_date', 'end_date', 'aln_provision',
    'is_current',
]) }}
