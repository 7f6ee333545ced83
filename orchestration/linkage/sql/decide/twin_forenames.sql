-- Forenames that one list of the left side gives to two children of one birth date and home. A case or a leaver stands
-- alone on its own list; that Elin has a sister Elan is seen on another, and what one list shows holds for all. Lists
-- of the right side are not asked: all that prove education are one collection there, in which two forenames of one
-- birth date and home may be one child's.
-- in:  twin_homes
-- out: twin_forenames (temp), one row a home, birth date and two forenames, either way round
create or replace temp table twin_forenames as
select distinct
    a.home,
    a.dob,
    a.fn_first as forename_a,
    b.fn_first as forename_b
from twin_homes a
join twin_homes b
    on b.collection = a.collection
    and b.dob = a.dob
    and b.home = a.home
where
    a.side = 'left'
    and b.side = 'left'
    and a.fn_first <> b.fn_first
