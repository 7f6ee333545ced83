-- A pupil who left, or whose enrolment is unproved, is evidence and never proof.
select linkable.record_id
from {{ ref('int_linkage_right') }} as linkable
inner join {{ ref('stg_plasc') }} as pupils on linkable.record_id = pupils.record_id
where (linkable.kind = 'plasc') <> pupils.is_current
