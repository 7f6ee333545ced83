-- Left records of one list, birth date and home under different forenames: twins in sight.
-- in:  twin_homes
-- out: left_twin_pairs, one row two records, from either end
create or replace table left_twin_pairs as
select distinct
    a.unique_id as member_id,
    b.unique_id as twin_id
from twin_homes a
join twin_homes b
    on b.collection = a.collection
    and b.dob = a.dob
    and b.home = a.home
where
    a.side = 'left'
    and b.side = 'left'
    and a.unique_id <> b.unique_id
    and a.fn_first is distinct from b.fn_first
