-- Errors planted on any education record of a child.
-- in:  right_truth
-- out: education_errors, one row a child; errors separated by semicolons
create or replace table education_errors as
with planted as (
    select distinct
        child,
        unnest(string_split(errors, ';')) as error
    from right_truth
)

select
    child,
    string_agg(error, ';' order by error) as errors
from planted
where error <> ''
group by child
