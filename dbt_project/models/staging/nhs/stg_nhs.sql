with received as (

    {{ received_this_cycle('nhs') }}

),

fields as (

    select
        {{ lineage('nhs') }},
        surname,
        forenames,
        cast(null as varchar) as middle_names,
        former_surname,
        cast(null as varchar) as preferred_surname,
        cast(null as varchar) as preferred_forename,
        date_of_birth,
        postcode,
        {{ join_address(['address_line_1', 'address_line_2', 'address_line_3', 'address_line_4']) }} as address,
        cast(null as varchar) as upn,
        {{ tidy('uprn') }} as uprn,
        {{ tidy('parent_names') }} as parent_names,
        {{ parse_date('last_updated') }} as last_updated
    from received

),

{{ staged_record(own=['uprn', 'parent_names', 'last_updated']) }}
