with received as (

    {{ received_this_cycle('cme_register') }}

),

coded as (

    select
        *,
        {{ parse_date('closed_date') }} as closed_date_read
    from received

),

fields as (

    select
        {{ lineage('cme_register') }},
        surname,
        forename as forenames,
        middle_names,
        former_surname,
        cast(null as varchar) as preferred_surname,
        cast(null as varchar) as preferred_forename,
        dob as date_of_birth,
        postcode,
        {{ join_address(['address_line_1', 'address_line_2', 'town']) }} as address,
        upn,
        {{ tidy('case_ref') }} as case_ref,
        {{ parse_date('opened_date') }} as opened_date,
        {{ tidy('reason') }} as reason,
        closed_date_read as closed_date,
        {{ tidy('closure_reason') }} as closure_reason,
        -- a closing date that cannot be read does not close a case
        coalesce(closed_date_read > {{ reference_date() }}, true) as is_open,
        {{ tidy('parent_name') }} as parent_name,
        {{ tidy('parent_address') }} as parent_address,
        {{ read_postcode('parent_postcode') }} as parent_postcode,
        {{ tidy('parent_phone') }} as parent_phone,
        {{ tidy('parent_email') }} as parent_email,
        {{ tidy('education_provider_name') }} as education_provider_name,
        {{ tidy('education_provider_address') }} as education_provider_address,
        {{ tidy('aln_need') }} as aln_need,
        {{ tidy('aln_provision') }} as aln_provision
    from coded

),

{{ staged_record(own=[
    'case_ref', 'opened_date', 'reason', 'closed_date', 'closure_reason', 'is_open',
    'parent_name', 'parent_address', 'parent_postcode', 'parent_phone', 'parent_email',
    'education_provider_name', 'education_provider_address', 'aln_need', 'aln_provision',
]) }}
