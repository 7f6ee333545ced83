-- In which forms suppliers write dates of birth, so that each can be asked to write one.
with texts as (
    {# children share birth dates: each text of a file is looked at once #}
    {%- for table in landing_sources() %}
    {%- set column = 'date_of_birth' if table == 'nhs' else 'dob' %}
    select '{{ table }}' as source, source_file, {{ column }} as date_text, count(*) as records
    from {{ source('raw', table) }}
    where cycle = {{ current_cycle() }}
    group by source_file, {{ column }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

forms as (

    select source, source_file, {{ date_form('date_text') }} as date_form, {{ has_time('date_text') }} as has_time, records
    from texts

),

counted as (

    select
        forms.source,
        case when grouping(files.supplier_code) = 1 then 'total' else files.supplier_code end as supplier_code,
        forms.date_form,
        forms.has_time,
        cast(sum(forms.records) as bigint) as records
    from forms
    inner join {{ ref('int_return_files') }} as files
        on forms.source = files.source and forms.source_file = files.source_file
    group by grouping sets (
        (forms.source, forms.date_form, forms.has_time),
        (forms.source, files.supplier_code, forms.date_form, forms.has_time)
    )

)

select
    {{ current_cycle() }} as cycle,
    source,
    supplier_code,
    date_form,
    has_time,
    records,
    round(records / sum(records) over (partition by source, supplier_code), 6) as share
from counted
