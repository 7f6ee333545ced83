{#- Records whose home is a general practice: the practice's postcode and either its name in the address, or
    the same house number and nearly the same words. A family next door is not at the surgery. `records` has
    record_id, postcode and address_key. -#}
{% macro records_at_surgery(records) -%}
with practices as (

    select postcode, {{ fold_address('name') }} as name_key, address_key
    from {{ ref('stg_gp_practices') }}

),

compared as (

    select
        records.record_id,
        coalesce(contains(records.address_key, practices.name_key), false) as has_practice_name,
        regexp_extract(records.address_key, '^\d*') = regexp_extract(practices.address_key, '^\d*') as has_same_number,
        coalesce(jaro_winkler_similarity(records.address_key, practices.address_key), 0) as address_similarity
    from {{ records }} as records
    inner join practices on records.postcode = practices.postcode

)

select distinct record_id
from compared
where has_practice_name or (has_same_number and address_similarity >= 0.88)
{%- endmacro %}
