-- Every record from the NHS and from independent schools is in int_received once, whatever is wrong with it.
with staged as (

    select record_id from {{ ref('stg_nhs') }}
    union all
    select record_id from {{ ref('stg_independent_schools') }}

)

select coalesce(staged.record_id, received.record_id) as record_id
from staged
full join {{ ref('int_received') }} as received on staged.record_id = received.record_id
where staged.record_id is null or received.record_id is null
