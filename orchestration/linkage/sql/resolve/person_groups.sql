-- The group of each person for one left kind: its authority, and whether it was born in the years of that kind. Who has
-- no birth date counts as born in them.
-- in:  person_births, left_features
with births_of_kind as (
    select
        min(dob) as first_dob,
        max(dob) as last_dob
    from left_features
    where kind = $left_kind
)

select
    b.person_id,
    (dense_rank() over (order by b.la_code) - 1) * 2
    + coalesce(b.dob between k.first_dob and k.last_dob, true)::integer as group_number
from person_births b
cross join births_of_kind k
order by b.person_id
