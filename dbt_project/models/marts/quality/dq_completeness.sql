-- How much of each field was given, and how much of that can be used, file by file and then by supplier.
{#- fields a source does not hold are not counted against its suppliers -#}
{%- set absent = {'nhs': ['upn'], 'neighbouring': ['address']} -%}
{%- set fields = {
    'surname': ('surname is not null', "surname_key is not null and not regexp_matches(surname, '[0-9@]')"),
    'forename': ('forenames is not null', "forename_key is not null and not regexp_matches(forenames, '[0-9@]')"),
    'date_of_birth': ("date_of_birth_fault is distinct from 'missing'", 'date_of_birth is not null'),
    'postcode': (
        "postcode_fault is distinct from 'missing'",
        "postcode is not null and postcode_fault is distinct from 'placeholder'",
    ),
    'postcode_on_list': (
        "postcode is not null and postcode_fault is distinct from 'placeholder'",
        'postcode_fault is null',
    ),
    'address': ('address is not null', "regexp_matches(address_key, '\\pL{3}') and address_key not in (select phrase_key from empty_phrases)"),
    'upn': ('upn is not null', 'upn_is_valid'),
} %}
with empty_phrases as (

    select {{ fold('phrase') }} as phrase_key
    from {{ ref('placeholder_phrases') }}
    where meaning in ('no_value', 'no_fixed_address') and match = 'whole'

),

by_file as (
    {% for table in landing_sources() %}
        select
            '{{ table }}' as source,
            source_file,
            count(*) as received,
        {%- for field, (given, valid) in fields.items() %}
            {%- set is_held = field not in absent.get(table, []) %}
            {{ 'count(*) filter (' ~ given ~ ')' if is_held else 'null::bigint' }} as {{ field }}_given,
            {{ 'count(*) filter (' ~ given ~ ' and ' ~ valid ~ ')' if is_held else 'null::bigint' }}
                as {{ field }}_valid{{ ',' if not loop.last }}
        {%- endfor %}
        from {{ ref('stg_' ~ table) }}
        group by source_file
        {{ 'union all' if not loop.last }}
    {%- endfor %}

),

by_field as (

    select
        source,
        source_file,
        received,
        unnest([
            {%- for field in fields %}
                {
                    'field': '{{ field }}', 'given': {{ field }}_given, 'valid': {{ field }}_valid
                }{{ ',' if not loop.last }}
            {%- endfor %}
        ], recursive := true)
    from by_file

),

counted as (

    select
        by_field.source,
        case when grouping(files.supplier_code) = 1 then 'total' else files.supplier_code end as supplier_code,
        by_field.field,
        cast(sum(by_field.received) as bigint) as received,
        cast(sum(by_field.given) as bigint) as given,
        cast(sum(by_field.valid) as bigint) as valid
    from by_field
    inner join {{ ref('int_return_files') }} as files
        on by_field.source = files.source and by_field.source_file = files.source_file
    where by_field.given is not null
    group by grouping sets ((by_field.source, by_field.field), (by_field.source, files.supplier_code, by_field.field))

)

select
    {{ current_cycle() }} as cycle,
    source,
    supplier_code,
    field,
    received,
    given,
    valid,
    round(given / received, 6) as given_share,
    round(valid / received, 6) as valid_share
from counted
