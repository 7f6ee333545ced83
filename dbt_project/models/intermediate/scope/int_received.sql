-- What each received record counts as: the first reason that applies, in the order below.
with facts as (

    select
        *,
        case
            when row_fault is not null or date_of_birth_fault is not null or name_is_missing then 'unreadable'
            when not is_csa then 'out_of_scope_age'
            when lives_elsewhere then 'out_of_scope_area'
            when is_placed_by_la then 'already_held'
        end as reason_beside_suppression,
        -- whatever else is wrong with it: what is suppressed is not asked about either
        case when suppression_reason is not null then 'suppressed' else reason_beside_suppression end
            as reason_set_aside,
        -- a shielded child may truly be missing, and is looked for apart
        coalesce(source = 'nhs' and suppression_reason = 'shielded' and reason_beside_suppression is null, false)
            as may_be_looked_for
    from {{ ref('int_received_facts') }}

),

-- The same name, birth date and home twice in one source is one child. The record kept is the one that
-- came with the LA the child lives in, then the fullest, then the first.
comparable as (

    select
        record_id,
        first_value(record_id) over (
            partition by source, surname_key, forename_key, date_of_birth, coalesce(postcode, address_key)
            order by
                coalesce(received_la_code = la_code, false) desc,
                count_filled desc,
                source_file asc,
                source_row asc
        ) as kept_record_id
    from facts
    where
        (reason_set_aside is null or may_be_looked_for)
        and surname_key is not null
        and forename_key is not null
        and coalesce(postcode, address_key) is not null
        and postcode_fault is distinct from 'placeholder'

)

select
    -- where it came from
    facts.cycle,
    facts.source,
    facts.record_id,
    facts.source_file,
    facts.source_row,
    facts.received_la_code,

    -- where the child lives
    facts.la_code,
    facts.la_basis,
    facts.la_conflict,

    -- what it counts as
    case
        when facts.reason_set_aside is not null then facts.reason_set_aside
        when comparable.kept_record_id <> facts.record_id then 'duplicate'
        else 'in_scope'
    end as disposition_before_linkage,
    case
        when comparable.kept_record_id <> facts.record_id and not facts.may_be_looked_for then comparable.kept_record_id
    end as duplicate_of,
    facts.may_be_looked_for
    and coalesce(comparable.kept_record_id = facts.record_id, true) as is_looked_for_apart,

    -- why, without any personal value
    facts.row_fault,
    facts.date_of_birth_fault,
    facts.postcode_fault,
    facts.name_is_missing,
    facts.surname_is_placeholder,
    facts.forename_is_placeholder,
    facts.is_csa,
    facts.lives_elsewhere,
    facts.is_placed_by_la,
    facts.suppression_reason
from facts
left join comparable on facts.record_id = comparable.record_id
