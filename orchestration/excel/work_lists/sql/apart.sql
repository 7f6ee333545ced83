-- Children whom the list of suppressions keeps from every ordinary list, counted.
-- in:  marts.restricted_queue
-- out: one row an authority
select
    la_code,
    count(*) as children
from marts.restricted_queue
where cycle = $cycle
group by la_code
