-- The true child of each received record, and what is known of it; empty where there is no truth.
-- in:  outcomes, truth
-- out: left_truth, one row a received record
create or replace table left_truth as
select
    o.record_id,
    o.source,
    o.disposition,
    t.* exclude (source_file, source_row)
from outcomes o
left join truth t on t.source_file = o.source_file and t.source_row = o.source_row
