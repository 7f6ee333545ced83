-- Where the NHS and education hold one child differently, counted: what each field is worth, and to whom an
-- LA's supplier should look.
with compared as (

    unpivot (
        select
            supplier_la_code,
            surname_kind as surname,
            forename_kind as forename,
            date_of_birth_kind as date_of_birth,
            postcode_kind as postcode,
            address_kind as address
        from {{ ref('int_field_comparison') }}
    )
    on surname, forename, date_of_birth, postcode, address into name field value kind

),

counted as (

    select
        case when grouping(supplier_la_code) = 1 then 'total' else supplier_la_code end as la_code,
        field,
        kind,
        count(*) as pairs
    from compared
    group by grouping sets ((field, kind), (supplier_la_code, field, kind))

)

select
    {{ current_cycle() }} as cycle,
    la_code,
    field,
    kind,
    pairs,
    cast(sum(pairs) over (partition by la_code, field) as bigint) as pairs_compared,
    round(pairs / sum(pairs) over (partition by la_code, field), 6) as share
from counted
