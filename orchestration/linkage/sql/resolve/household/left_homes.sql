-- The home of each left record. Larger groups at one address are hostels, surgeries and schools, not households.
-- in:  left_features
-- out: left_homes (temp), one row a left record with a home
create or replace temp table left_homes as
select
    unique_id as left_id,
    kind as left_kind,
    pc || '/' || coalesce(house, sn) as home
from left_features
where pc is not null and coalesce(house, sn) is not null
qualify count(*) over (partition by kind, home) <= $household_size
