-- Each record that may be a twin's, once for each thing that its home may be recognised by.
-- in:  left_features, right_features
-- out: twin_homes (temp), one row a record and home
create or replace temp table twin_homes as
with twins as (
    select
        'left' as side,
        *
    from left_features
    where twin
    union all by name
    select
        'right' as side,
        *
    from right_features
    where twin
)

select
    side,
    collection,
    unique_id,
    dob,
    fn_first,
    unnest(home_keys(pc, sn, pc_outcode, house, house_street)) as home
from twins
