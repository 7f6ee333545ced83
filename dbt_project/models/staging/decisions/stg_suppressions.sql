-- Of one child at one home the row recorded last holds.
select
    source_row,
    reason,
    {{ fold_name('surname') }} as surname_key,
    {{ first_forename('forenames') }} as first_forename_key,
    date_of_birth,
    {{ read_postcode('postcode') }} as postcode,
    la_code,
    recorded_date
from {{ source('raw', 'suppressions') }}
qualify row_number() over (
    partition by
        {{ fold_name('surname') }}, {{ first_forename('forenames') }}, date_of_birth, {{ read_postcode('postcode') }}
    order by recorded_date desc, source_row desc
) = 1
