-- How many left records of each kind came out how, and why.
-- in:  links, unlinked
select
    left_kind,
    decision,
    match_reason,
    count(*) as records
from links
group by all
union all
select
    left_kind,
    'unmatched' as decision,
    match_reason,
    count(*) as records
from unlinked
group by all
order by all
