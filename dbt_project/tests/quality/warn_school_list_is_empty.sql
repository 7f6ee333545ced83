{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'stg_schools'}}}) }}
-- Without a list of schools nobody can say which independent schools have not answered.
select count(*) as schools_listed
from {{ ref('stg_schools') }}
having count(*) = 0
