-- A duplicate is set aside in favour of a record that is itself in scope, of the same source.
select duplicates.record_id
from {{ ref('int_received') }} as duplicates
left join {{ ref('int_received') }} as kept
    on
        duplicates.duplicate_of = kept.record_id
        and duplicates.source = kept.source
        and kept.disposition_before_linkage = 'in_scope'
where
    (duplicates.disposition_before_linkage = 'duplicate' and kept.record_id is null)
    or (duplicates.disposition_before_linkage <> 'duplicate' and duplicates.duplicate_of is not null)
