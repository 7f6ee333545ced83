-- Persons whom somebody has said a left record is not, with all records that the person has.
-- in:  pair_decisions, persons
-- out: rejected_persons (temp), one row a left record and person
create or replace temp table rejected_persons as
select distinct
    d.left_record_id as left_id,
    p.person_id
from pair_decisions d
join persons p on p.record_id = d.right_record_id
where d.decision = 'not_match'
