-- The person of each proving record, named after the smallest record_id so that the name does not depend on row order.
-- in:  person_labels, proving_records
-- out: persons, one row a right record of a proving kind
create or replace table persons as
select
    unique_id as record_id,
    {{ person_id }} as person_id
from person_labels
join proving_records using (node)
order by record_id
