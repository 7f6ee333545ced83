select
    cycle,
    child_id,
    decision,
    closure_reason,
    to_la_code,
    decided_date,
    source_row
from {{ source('raw', 'register_decisions') }}
