-- Read from the raw text, since the form is gone once a date is parsed. Children share birth dates: each text of a
-- file is looked at once.
with texts as (
    {% for table in landing_sources() %}
        {%- set column = 'date_of_birth' if table == 'nhs' else 'dob' %}
        select
            '{{ table }}' as source,
            source_file,
            {{ column }} as date_text,
            count(*) as records
        from ({{ received_this_cycle(table) }})
        group by source_file, {{ column }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}

),

read as (

    select
        source,
        source_file,
        {{ date_form('date_text') }} as date_form,
        {{ has_time('date_text') }} as has_time,
        records
    from texts

)

select
    source,
    source_file,
    date_form,
    has_time,
    cast(sum(records) as bigint) as records
from read
group by source, source_file, date_form, has_time
