-- Compared with the list as it is now, in whatever cycle the case was seen last.
with named as (

    -- each case by itself: that a namesake has one too does not make an address less shielded
    select case_id as record_id, case_id as source, {{ names_of_case() }}, date_of_birth, postcode
    from {{ ref('int_case_latest') }}

)

select record_id as case_id, reason, verdict = 'suppressed' as is_the_child
from ({{ suppression_verdicts('named') }})
where origin = 'person' and (verdict = 'suppressed' or (verdict = 'held' and reason = 'shielded'))
