select
    cycle,
    kind,
    reference_date,
    deadline_nhs,
    deadline_independent_schools,
    is_current,
    ehe_not_assessed_counts
from {{ source('raw', 'cycles') }}
