-- Where each person lives and when it was born; of several records the smallest value.
-- in:  persons, right_features
-- out: person_births (temp), one row a person
create or replace temp table person_births as
select
    p.person_id,
    min(coalesce(f.la_code, 'unknown')) as la_code,
    min(f.dob) as dob
from persons p
join right_features f on f.unique_id = p.record_id
group by p.person_id
