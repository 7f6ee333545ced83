with received as (

    {{ received_this_cycle('plasc') }}

),

coded as (

    select
        *,
        {{ code_for('enrol_status', 'enrol_status') }} as enrol_status_code,
        {{ parse_date('entry_date') }} as entry_date_read,
        {{ parse_date('leaving_date') }} as leaving_date_read
    from received

),

-- Only a leaving date that is read and has come ends the proof. What some systems write for "none" (all
-- zeros, 1900) cannot be read as a date; taken for one, it would empty a whole roll.
enrolled as (

    select
        *,
        enrol_status_code is not null
            and not coalesce(leaving_date_read <= {{ reference_date() }}, false) as is_current
    from coded

),

fields as (

    select
        {{ lineage('plasc') }},
        surname,
        forename as forenames,
        middle_names,
        former_surname,
        preferred_surname,
        preferred_forename,
        dob as date_of_birth,
        postcode,
        {{ join_address(['address_line_1', 'address_line_2', 'address_line_3', 'town']) }} as address,
        upn,
        {{ tidy_upn('former_upn') }} as former_upn,
        {{ tidy('uprn') }} as uprn,
        {{ fold('school_number') }} as school_number,
        {{ tidy('nc_year') }} as nc_year,
        enrol_status_code as enrol_status,
        entry_date_read as entry_date,
        leaving_date_read as leaving_date,
        {{ tidy('leaving_reason') }} as leaving_reason,
        {{ tidy('destination_school') }} as destination_school,
        {{ tidy('aln_provision') }} as aln_provision,
        is_current,
        not is_current as is_leaver,
        {{ is_given('destination_school') }}
            and {{ code_for('destination_unknown', 'destination_school') }} is null as destination_known,
        {{ says_child_died('leaving_reason') }} as left_because_died
    from enrolled

),

{{ staged_record(own=[
    'former_upn', 'uprn', 'school_number', 'nc_year', 'enrol_status', 'entry_date', 'leaving_date',
    'leaving_reason', 'destination_school', 'aln_provision', 'is_current', 'is_leaver',
    'destination_known', 'left_because_died',
]) }}
