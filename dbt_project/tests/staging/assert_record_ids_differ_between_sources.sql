-- A record identifier points at one row of one file, whatever the source.
with records as (

    {% for source in landing_sources() -%}
        select record_id from {{ ref('stg_' ~ source) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select record_id
from records
group by record_id
having count(*) > 1
