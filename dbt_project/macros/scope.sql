{#- Column lists of the scope models, kept once because several sources take the same columns. -#}

{#- What int_received_facts takes from a staged source, beside the LA it was received from. -#}
{% macro record_for_scope() -%}
        cycle,
        source,
        record_id,
        source_file,
        source_row,
        row_fault,
        surname_key,
        forename_key,
        surname_is_placeholder,
        forename_is_placeholder,
        date_of_birth,
        date_of_birth_fault,
        postcode,
        postcode_fault,
        postcode_la_code,
        address_key,
        -- how much of the record is filled, beyond what two copies of it share
        (address is not null)::integer + (former_surname is not null)::integer
        + (middle_names is not null)::integer + coalesce(upn_is_valid, false)::integer as count_filled
{%- endmacro %}

{#- A record as linkage takes it: no placeholder in the place of a name or postcode, no doubtful pupil
    number. `la_code` says where the child lives, or failing that whose record it is. -#}
{% macro record_for_linkage(kind, la_code="coalesce(staged.postcode_la_code, staged.supplier_la_code, 'unknown')") -%}
        staged.record_id,
        '{{ kind }}' as kind,
        {{ la_code }} as la_code,
        case when not staged.surname_is_placeholder then staged.surname end as surname,
        case when not staged.forename_is_placeholder then staged.forenames end as forenames,
        staged.middle_names,
        staged.former_surname,
        staged.preferred_surname,
        staged.preferred_forename,
        staged.date_of_birth,
        {{ home_postcode('staged') }} as postcode,
        staged.address,
        case when staged.upn_is_valid then staged.upn end as upn,
        staged.easting,
        staged.northing
{%- endmacro %}
