-- The true child of each education record that linkage made part of a person.
-- in:  persons, linkage_right, lineage, truth
-- out: right_truth, one row an education record
create or replace table right_truth as
select
    p.person_id,
    p.record_id,
    r.kind,
    t.child,
    t.twin_set,
    t.errors
from persons p
join linkage_right r using (record_id)
join lineage l using (record_id)
join truth t on t.source_file = l.source_file and t.source_row = l.source_row
