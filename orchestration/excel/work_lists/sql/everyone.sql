-- Every record of every source.
-- in:  staging.stg_<source>
-- out: everyone (temp view), one row a record
create or replace temp view everyone as
{% for table in staging_tables %}
{% if not loop.first %}
union all
{% endif %}
select
    record_id,
    source_file,
    source_row,
    surname,
    forenames,
    middle_names,
    former_surname,
    preferred_surname,
    preferred_forename,
    date_of_birth,
    address,
    postcode,
    surname_key,
    address_key
from {{ table }}
{% endfor %}
