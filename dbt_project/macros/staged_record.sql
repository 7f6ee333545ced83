{#- The one shape that every staged source has. Here: what all eight share. What is peculiar to a
    source stays in its own model. -#}

{#- Lineage, and the identifier of a record of a source: the same row of the same file has the same one in every
    run. -#}
{% macro lineage(source_name) -%}
    {%- set kind = landing_sources()[source_name].kind -%}
    cycle,
    '{{ kind }}' as source,
    {{ record_id(kind) }} as record_id,
    source_file,
    source_row,
    supplier_la_code,
    row_fault
{%- endmacro %}

{#- From a CTE `fields` to the common shape. `fields` has lineage(), and as received: surname, forenames,
    middle_names, former_surname, preferred_surname, preferred_forename, date_of_birth, postcode,
    address (joined), upn. `own` lists the columns of `fields` that only this source has; they follow
    the common ones unchanged. -#}
{% macro staged_record(own=[]) %}
tidied as (

    select
        fields.* exclude (
            surname, forenames, middle_names, former_surname, preferred_surname, preferred_forename,
            date_of_birth, postcode, upn
        ),
        {%- for name in ['surname', 'forenames', 'middle_names', 'former_surname', 'preferred_surname', 'preferred_forename'] %}
        {{ given_or_null(name) }} as {{ name }},
        {%- endfor %}
        coalesce({{ phrase('surname') }} in {{ placeholder_phrases('no_value', 'whole') }}, false) as surname_is_placeholder,
        coalesce(
            {{ phrase('forenames') }} in {{ placeholder_phrases('no_value', 'whole') }}
            or {{ phrase('forenames') }} in {{ placeholder_phrases('not_yet_named', 'whole') }}
            or split_part({{ phrase('forenames') }}, ' ', 1) in {{ placeholder_phrases('not_yet_named', 'first_word') }},
            false
        ) as forename_is_placeholder,
        {{ is_given('date_of_birth') }} as date_of_birth_is_given,
        {{ date_to_iso('date_of_birth') }} as date_of_birth_iso,
        {{ is_given('postcode') }} as postcode_is_given,
        coalesce(
            {{ phrase('postcode') }} in {{ placeholder_phrases('no_fixed_address', 'whole') }}, false
        ) as postcode_says_no_fixed_address,
        {{ read_postcode('postcode') }} as postcode,
        {{ tidy_upn('upn') }} as upn
    from fields

),

dated as (

    select
        tidied.*,
        -- a birth may follow the reference date, since lists are drawn later, but not by a year
        {{ iso_to_date('date_of_birth_iso', reference_date() ~ " + interval 1 year") }} as date_of_birth
    from tidied

)

select
    -- where it came from
    dated.cycle,
    dated.source,
    dated.record_id,
    dated.source_file,
    dated.source_row,
    dated.supplier_la_code,
    dated.row_fault,

    -- names
    dated.surname,
    dated.forenames,
    dated.middle_names,
    dated.former_surname,
    dated.preferred_surname,
    dated.preferred_forename,
    case when not dated.surname_is_placeholder then {{ fold_name('dated.surname') }} end as surname_key,
    case when not dated.forename_is_placeholder then {{ fold_name('dated.forenames') }} end as forename_key,
    dated.surname_is_placeholder,
    dated.forename_is_placeholder,

    -- date of birth
    dated.date_of_birth,
    {{ date_fault('dated.date_of_birth_is_given', 'dated.date_of_birth_iso', 'dated.date_of_birth') }} as date_of_birth_fault,

    -- place
    dated.postcode,
    case
        when dated.postcode is null and not dated.postcode_is_given then 'missing'
        when {{ is_placeholder_postcode('dated.postcode') }} or dated.postcode_says_no_fixed_address then 'placeholder'
        when dated.postcode is null then 'unreadable'
        when postcodes.postcode is null then 'unknown'
    end as postcode_fault,
    postcodes.la_code as postcode_la_code,
    postcodes.easting,
    postcodes.northing,
    dated.address,
    {{ fold_address('dated.address') }} as address_key,

    -- pupil number
    dated.upn,
    {{ upn_is_valid('dated.upn') }} as upn_is_valid
    {%- for column in own %}
    {{- ',\n\n    -- of this source only' if loop.first else ',' }}
    dated.{{ column }}
    {%- endfor %}

from dated
left join {{ ref('stg_postcodes') }} as postcodes on dated.postcode = postcodes.postcode
{% endmacro %}
