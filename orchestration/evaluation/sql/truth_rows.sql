-- The truth that a sample wrote beside the data folder.
-- in:  the file $path
-- out: truth (rows added)
insert into truth
select
    source_file,
    source_row::integer as source_row,
    person_id as child,
    twin_set_id as twin_set,
    education_state,
    is_missing::boolean as is_missing,
    name_group,
    rurality,
    coalesce(errors, '') as errors
from read_csv($path, header = true, all_varchar = true)
