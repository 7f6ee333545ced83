with practices as (

    select * from {{ source('raw', 'gp_practices') }}

)

select distinct
    {{ tidy('practice_code') }} as practice_code,
    {{ tidy('name') }} as name,
    {{ tidy('address') }} as address,
    {{ fold_address('address') }} as address_key,
    {{ read_postcode('postcode') }} as postcode
from practices
