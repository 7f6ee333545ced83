with received as (

    {{ received_this_cycle('independent_schools') }}

),

fields as (

    select
        {{ lineage('independent_schools') }},
        school_key,
        -- one full name is taken apart only where neither part came by itself
        case
            when {{ tidy('surname') }} is null and {{ tidy('forename') }} is null then {{ surname_of('full_name') }}
            else surname
        end as surname,
        case
            when {{ tidy('surname') }} is null and {{ tidy('forename') }} is null then {{ forenames_of('full_name') }}
            else forename
        end as forenames,
        {{ tidy('surname') }} is null and {{ tidy('forename') }} is null and {{ tidy('full_name') }} is not null as name_was_split,
        cast(null as varchar) as middle_names,
        cast(null as varchar) as former_surname,
        cast(null as varchar) as preferred_surname,
        cast(null as varchar) as preferred_forename,
        dob as date_of_birth,
        postcode,
        coalesce({{ tidy('address') }}, {{ join_address(['house', 'street', 'town']) }}) as address,
        upn,
        {{ is_placed_by_la('placed_by_la') }} as placed_by_la,
        {{ tidy('placed_by_la') }} as placed_by_la_given,
        {{ code_for('yes_no', 'boarder') }} as boarder,
        true as is_current
    from received

),

{{ staged_record(own=['school_key', 'name_was_split', 'placed_by_la', 'placed_by_la_given', 'boarder', 'is_current']) }}
