{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'stg_gp_practices'}}}) }}
-- Without a list of general practices the address of a surgery cannot be distinguished from a home.
select count(*) as practices_listed
from {{ ref('stg_gp_practices') }}
having count(*) = 0
