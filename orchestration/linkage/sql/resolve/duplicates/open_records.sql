-- Left records of the kinds that may repeat a child, without an accepted link.
-- in:  left_features, links
-- out: open_records (temp), one row a left record
create or replace temp table open_records as
select *
from left_features
where
    kind in $duplicate_kinds
    and unique_id not in (select left_id from links where decision = 'accept')
