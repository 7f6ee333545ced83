-- The homes of each person, as left_homes has those of left records.
-- in:  right_features, persons
-- out: right_homes (temp), one row a person and home
create or replace temp table right_homes as
select distinct
    p.person_id,
    f.pc || '/' || coalesce(f.house, f.sn) as home
from right_features f
join persons p on p.record_id = f.unique_id
where f.pc is not null and coalesce(f.house, f.sn) is not null
qualify count(*) over (partition by home) <= $household_size
