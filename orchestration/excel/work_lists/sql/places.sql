-- The school or provider where a record says that the child is, or was.
-- in:  staging.stg_<source>, staging.stg_schools
-- out: places (temp), one row a record
create or replace temp table places as
with given as (
    select
        record_id,
        school_number,
        null as name
    from staging.stg_plasc
    union all
    select
        record_id,
        school_number,
        school_name
    from staging.stg_ooc
    union all
    select
        record_id,
        school_number,
        school_name
    from staging.stg_neighbouring
    union all
    select
        record_id,
        school_key,
        null
    from staging.stg_independent_schools
    union all
    select
        record_id,
        null,
        provider_name
    from staging.stg_eotas
)

select
    given.record_id,
    coalesce(schools.name, given.name, given.school_number) as place
from given
left join staging.stg_schools as schools on given.school_number = schools.school_number
