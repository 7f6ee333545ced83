-- Homes of children whose address is shielded.
-- in:  everyone, intermediate.int_suppression_reach, staging.stg_suppressions
-- out: shielded_homes (temp), one row a home and surname
create or replace temp table shielded_homes as
select
    postcode,
    surname_key,
    address_key
from everyone
where
    postcode is not null
    and record_id in (
        select record_id
        from intermediate.int_suppression_reach
        where reason = 'shielded'
    )
union
select
    postcode,
    surname_key,
    null as address_key
from staging.stg_suppressions
where
    reason = 'shielded'
    and postcode is not null
