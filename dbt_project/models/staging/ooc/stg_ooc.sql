with received as (

    {{ received_this_cycle('ooc') }}

),

fields as (

    select
        {{ lineage('ooc') }},
        surname,
        forename as forenames,
        cast(null as varchar) as middle_names,
        cast(null as varchar) as former_surname,
        cast(null as varchar) as preferred_surname,
        cast(null as varchar) as preferred_forename,
        dob as date_of_birth,
        postcode,
        {{ join_address(['address_line_1', 'address_line_2', 'town']) }} as address,
        upn,
        {{ tidy('host_la') }} as host_la,
        {{ fold('school_number') }} as school_number,
        {{ tidy('school_name') }} as school_name,
        {{ is_placed_by_la('placed_by_la') }} as placed_by_la,
        -- an LA lists only children whose education elsewhere it knows of
        true as is_current
    from received

),

{{ staged_record(own=['host_la', 'school_number', 'school_name', 'placed_by_la', 'is_current']) }}
