-- The features of one side: those of the record, and what the whole run says of its names.
-- in:  <side>_records, spellings, common_surname_parts (a variable)
-- out: <side>_features, one row a record
create or replace table {{ side }}_features as
select
    r.*,
    list_filter(
        r.sn_parts,
        lambda x: not list_contains(getvariable('common_surname_parts'), x)
    ) as sn_rare,
    s.fn_sound,
    s.fn_shape,
    coalesce(s.fn_standing, 0) as fn_standing,
    coalesce(s.fn_rare, false) as fn_rare
from {{ side }}_records r
left join spellings s using (fn_first)
order by r.unique_id
