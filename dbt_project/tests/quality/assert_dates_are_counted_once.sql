{{ config(meta={'dagster': {'ref': {'name': 'dq_formats'}}}) }}
-- Every record received is counted in one date form, and in one row of every field.
with forms as (

    select
        source,
        supplier_code,
        sum(records) as records
    from {{ ref('dq_formats') }}
    where cycle = {{ current_cycle() }}
    group by source, supplier_code

),

fields as (

    select
        source,
        supplier_code,
        received as records
    from {{ ref('dq_completeness') }}
    where cycle = {{ current_cycle() }} and field = 'date_of_birth'

)

select
    source,
    supplier_code,
    forms.records,
    fields.records as records_by_field
from forms
full join fields using (source, supplier_code)
where forms.records is distinct from fields.records
