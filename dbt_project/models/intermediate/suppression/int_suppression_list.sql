-- Children to be recognised in every feed: those on the list that people keep, and those whom a school's roll
-- or a case of an LA says have died. What a record says is evidence, and weighs less than what a person wrote.
select
    'row ' || source_row as entry,
    'person' as origin,
    reason,
    source_row as list_row,
    la_code,
    surname_key,
    first_forename_key,
    date_of_birth,
    postcode
from {{ ref('stg_suppressions') }}
where reason <> 'not_suppressed'

union all

select
    record_id,
    'school_roll',
    'died',
    null,
    supplier_la_code,
    surname_key,
    {{ first_forename('forenames') }},
    date_of_birth,
    postcode
from {{ ref('stg_plasc') }}
where is_leaver and left_because_died

union all

select
    record_id,
    'la_case',
    'died',
    null,
    supplier_la_code,
    surname_key,
    {{ first_forename('forenames') }},
    date_of_birth,
    postcode
from {{ ref('stg_cme_register') }}
where not is_open and {{ says_child_died('closure_reason') }}
