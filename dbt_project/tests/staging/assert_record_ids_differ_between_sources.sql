-- A record identifier points at one row of one file, whatever the source.
with records as (

    {% for model in ['stg_nhs', 'stg_plasc', 'stg_ehe', 'stg_eotas', 'stg_ooc', 'stg_cme_register', 'stg_neighbouring', 'stg_independent_schools'] -%}
    select record_id from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select record_id
from records
group by record_id
having count(*) > 1
