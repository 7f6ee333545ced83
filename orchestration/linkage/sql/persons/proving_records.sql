-- The education records that prove a child is known, numbered from 0 as the nodes of a graph.
-- in:  right_features
-- out: proving_records (temp), one row a right record of a proving kind
create or replace temp table proving_records as
select
    *,
    row_number() over (order by unique_id) - 1 as node,
    count(*) over (partition by fn_first, sn) as same_name_count
from right_features
where kind in $proving_kinds
