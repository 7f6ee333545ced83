-- In which forms suppliers write dates of birth, so that each can be asked to write one.
with counted as (

    select
        forms.source,
        case when grouping(files.supplier_code) = 1 then 'total' else files.supplier_code end as supplier_code,
        forms.date_form,
        forms.has_time,
        cast(sum(forms.records) as bigint) as records
    from {{ ref('stg_date_forms') }} as forms
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
