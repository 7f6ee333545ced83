-- What the Regulations list about a child on the register, from the record that speaks for the child. What
-- a source cannot know is NULL: not yet known, for the LA to complete.
{%- set of_the_child = "record_id, source, source_file, source_row, surname, forenames, middle_names,
        former_surname, date_of_birth, address, postcode, upn,
        surname_key || '|' || forename_key || '|' || date_of_birth as person_key" %}

with spoken_for as (

    select record_id from {{ ref('int_potential_children') }}

)

select
    {{ of_the_child }},
    case_ref, parent_name, parent_address, parent_postcode, parent_phone, parent_email,
    education_provider_name, education_provider_address, aln_need, aln_provision
from {{ ref('stg_cme_register') }}
union all by name
select {{ of_the_child }}, parent_name, parent_phone, parent_email
from {{ ref('stg_ehe') }}
where record_id in (select record_id from spoken_for)
union all by name
select {{ of_the_child }}, aln_provision
from {{ ref('stg_plasc') }}
where record_id in (select record_id from spoken_for)
union all by name
select {{ of_the_child }}
from {{ ref('stg_nhs') }}
where record_id in (select record_id from spoken_for)
