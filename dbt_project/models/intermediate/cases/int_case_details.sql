-- What the Regulations list about a child on the register, from the record that speaks for the child. What
-- a source cannot know is NULL: not yet known, for the LA to complete.
{#- staged source -> what only this source knows -#}
{%- set sources = {
    'stg_cme_register': [
        'case_ref', 'parent_name', 'parent_address', 'parent_postcode', 'parent_phone', 'parent_email',
        'education_provider_name', 'education_provider_address', 'aln_need', 'aln_provision',
    ],
    'stg_ehe': ['parent_name', 'parent_phone', 'parent_email'],
    'stg_plasc': ['aln_provision'],
    'stg_nhs': [],
} %}
with speaking as (

    select record_id from {{ ref('int_potential_children') }}

)
{% for source, own_columns in sources.items() %}
    select
        record_id,
        source,
        source_file,
        source_row,
        surname,
        forenames,
        middle_names,
        former_surname,
        date_of_birth,
        address,
        postcode,
        upn,
        {%- for column in own_columns %}
            {{ column }},
        {%- endfor %}
        surname_key || '|' || forename_key || '|' || date_of_birth as person_key
    from {{ ref(source) }}
    {%- if source != 'stg_cme_register' %}
        where record_id in (select record_id from speaking)
    {%- endif %}
    {{ 'union all by name' if not loop.last }}
{%- endfor %}
