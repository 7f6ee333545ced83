-- Every record as a list may show it: of a child in a shielded home, neither address nor postcode.
-- in:  everyone, shielded_homes
-- out: records (temp), one row a record
create or replace temp table records as
with placed as (
    select
        *,
        exists(
            select 1
            from shielded_homes
            where
                shielded_homes.postcode = everyone.postcode
                and (
                    shielded_homes.surname_key = everyone.surname_key
                    or shielded_homes.address_key = everyone.address_key
                )
        ) as is_apart
    from everyone
)

select
    record_id,
    source_file,
    source_row,
    concat_ws(' ', forenames, middle_names) as forenames,
    surname,
    date_of_birth,
    concat_ws(', ', preferred_forename, preferred_surname, former_surname) as other_names,
    is_apart,
    case when not is_apart then address end as address,
    case when not is_apart then postcode end as postcode
from placed
