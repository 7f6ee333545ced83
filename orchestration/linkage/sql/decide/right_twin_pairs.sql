-- Persons who are twins in sight, as left_twin_pairs has left records; evidence alone makes nobody a person.
-- in:  twin_homes, persons
-- out: right_twin_pairs, one row two persons, from either end
create or replace table right_twin_pairs as
with members as (
    select
        h.*,
        p.person_id
    from twin_homes h
    join persons p on p.record_id = h.unique_id
    where h.side = 'right'
)

select distinct
    a.person_id as member_id,
    b.person_id as twin_id
from members a
join members b
    on b.collection = a.collection
    and b.dob = a.dob
    and b.home = a.home
where
    a.person_id <> b.person_id
    and a.fn_first is distinct from b.fn_first
