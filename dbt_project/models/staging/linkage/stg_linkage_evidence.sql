select
    cycle,
    left_id,
    left_kind,
    right_id,
    right_kind,
    match_weight
from {{ source('linkage', 'evidence') }}
