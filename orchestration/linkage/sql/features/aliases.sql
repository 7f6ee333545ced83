-- The groups of forms of one name that each forename belongs to, from the seed of aliases.
-- in:  the file $path
-- out: aliases (temp), one row a forename
create or replace temp table aliases as
select
    forename_key,
    list(distinct alias_group order by alias_group) as groups
from read_csv(
    $path,
    header = true,
    auto_detect = false,
    delim = ',',
    columns = {'alias_group': 'VARCHAR', 'forename_key': 'VARCHAR'}
)
group by forename_key
