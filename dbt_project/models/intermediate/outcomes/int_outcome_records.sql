-- What became of every record received: why it was set aside, or whether and how it was matched.
with received as (

    select * from {{ ref('int_received') }}

),

duplicates as (

    select
        left_id,
        duplicate_of_left_id
    from {{ ref('stg_linkage_duplicates') }}

),

links as (

    select * from {{ ref('stg_linkage_links') }}

),

unlinked as (

    select
        left_id,
        match_reason
    from {{ ref('stg_linkage_unlinked') }}

),

disposed as (

    select
        received.cycle,
        received.source,
        received.source_file,
        received.source_row,
        received.la_code,
        received.received_la_code,
        received.la_conflict,
        received.record_id,
        case
            when received.disposition_before_linkage = 'in_scope' and duplicates.left_id is not null then 'duplicate'
            else received.disposition_before_linkage
        end as disposition,
        coalesce(received.duplicate_of, duplicates.duplicate_of_left_id) as duplicate_of
    from received
    left join duplicates on received.record_id = duplicates.left_id

),

outcomes as (

    select
        disposed.*,
        case
            when disposed.disposition <> 'in_scope' then null
            when links.decision = 'accept' and links.match_reason = 'exact_all_fields' then 'perfect'
            when links.decision = 'accept' then 'partial'
            when links.decision = 'review' then 'pending_review'
            -- who looks like a child on the list of suppressions is not taken up until a person says who it is
            when reach.record_id is not null then 'pending_review'
            else 'unmatched'
        end as outcome,
        case
            when outcome in ('perfect', 'partial') or links.decision = 'review' then links.match_reason
            when outcome = 'pending_review' then 'held_for_person'
        end as reason_of_outcome,
        links.match_probability,
        links.match_weight,
        links.right_id,
        links.right_kind
    from disposed
    left join links on disposed.record_id = links.left_id and disposed.disposition = 'in_scope'
    left join {{ ref('int_suppression_reach') }} as reach
        on disposed.record_id = reach.record_id and disposed.source = 'nhs' and reach.verdict = 'held'

)

select
    outcomes.cycle,
    outcomes.source,
    outcomes.source_file,
    outcomes.source_row,
    outcomes.la_code,
    outcomes.received_la_code,
    outcomes.la_conflict,
    outcomes.record_id,
    outcomes.disposition,
    outcomes.duplicate_of,
    outcomes.outcome,
    case
        when outcomes.outcome = 'unmatched' then coalesce(unlinked.match_reason, 'no_candidate')
        else outcomes.reason_of_outcome
    end as match_reason,
    outcomes.match_weight,
    outcomes.match_probability,
    outcomes.right_id as matched_record_id,
    outcomes.right_kind as matched_source
from outcomes
left join unlinked on outcomes.record_id = unlinked.left_id
