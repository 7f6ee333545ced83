select
    cycle,
    left_id,
    left_kind,
    person_id,
    right_id,
    right_kind,
    decision,
    match_reason,
    match_weight,
    match_probability
from {{ source('linkage', 'links') }}
