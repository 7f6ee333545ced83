{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'stg_postcodes'}}}) }}
-- depends_on: {{ ref('stg_postcodes') }}
-- The postcode list is missing, or old: more than one in a hundred of the postcodes received, of valid form,
-- is not on it. Children at such postcodes cannot be given to an LA by where they live.
with received as (

    select
        postcode,
        postcode_fault
    from {{ ref('stg_nhs') }}
    union all
    select
        postcode,
        postcode_fault
    from {{ ref('stg_independent_schools') }}

),

counted as (

    select
        (select count(*) from {{ ref('stg_postcodes') }}) as postcodes_listed,
        count(*) as postcodes_received,
        count(*) filter (postcode_fault = 'unknown') as postcodes_not_listed
    from received
    where postcode is not null and postcode_fault is distinct from 'placeholder'

)

select *
from counted
where postcodes_listed = 0 or postcodes_not_listed > 0.01 * postcodes_received
