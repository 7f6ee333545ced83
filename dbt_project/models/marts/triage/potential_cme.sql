-- Each child who may be missing education: on what basis, what explains it best, who is to ask first.
select
    cycle,
    child_id,
    la_code,
    basis,
    source_file,
    cast(source_row as integer) as source_row,
    triage_reason,
    triage_step,
    cast(priority as integer) as priority,
    source,
    record_id,
    is_counted,
    case_id as known_case_id,
    triage_reasons,
    neighbour_la_codes,
    cast(schools_not_returned as integer) as schools_not_returned,
    round(school_share, 3) as school_share
from {{ ref('int_potential_triage') }}
