select
    cycle,
    left_id,
    left_kind,
    match_reason
from {{ source('linkage', 'unlinked') }}
