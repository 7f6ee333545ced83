select
    cycle,
    record_id,
    person_id
from {{ source('linkage', 'persons') }}
