-- How many of the loaded files have another number of rows in the truth than were received.
-- in:  files, truth
with truth_files as (
    select
        source_file,
        count(*) as truth_rows
    from truth
    group by source_file
)

select
    count(*) filter (t.truth_rows is distinct from f.rows_received) as other_files,
    count(*) as files
from files f
left join truth_files t using (source_file)
