select
    cycle,
    left_id,
    duplicate_of_left_id
from {{ source('linkage', 'duplicates') }}
