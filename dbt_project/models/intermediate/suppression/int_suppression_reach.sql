-- Every record that the list of suppressions reaches: by itself, or because linkage took it for the same child as
-- one that it meets. What only linkage says is never enough to suppress, and always to hold.
with matches as (

    select * from {{ ref('int_suppression_matches') }}

),

same_child as (

    select
        left_id as record_id,
        duplicate_of_left_id as other_id
    from {{ ref('stg_linkage_duplicates') }}
    union
    select
        left_id,
        right_id
    from {{ ref('stg_linkage_evidence') }}
    union
    select
        record_id,
        case_record_id
    from {{ ref('int_potential_evidence') }}
    where case_record_id is not null
    union
    select
        record_id,
        leaver_record_id
    from {{ ref('int_potential_evidence') }}
    where leaver_record_id is not null
    union
    -- a pair that may not be shown to an officer waits in the restricted queue
    select
        left_id,
        right_id
    from {{ ref('stg_linkage_links') }}
    where decision = 'review'
    union
    -- home education not found suitable clears nobody, so its record must be shown to no one either
    select
        links.left_id,
        persons.ehe_record_id
    from {{ ref('stg_linkage_links') }} as links
    inner join {{ ref('int_outcome_persons') }} as persons on links.person_id = persons.person_id
    where links.decision = 'accept' and persons.ehe_record_id is not null

),

both_ways as (

    select
        record_id,
        other_id
    from same_child
    union
    select
        other_id,
        record_id
    from same_child

),

through_linkage as (

    select
        both_ways.record_id,
        'held' as verdict,
        matches.reason,
        matches.origin,
        matches.list_row,
        matches.la_code,
        'linked to a record on the list' as agrees
    from both_ways
    inner join matches on both_ways.other_id = matches.record_id
    where
        matches.verdict in ('suppressed', 'held')
        and both_ways.record_id not in (select record_id from matches)
    qualify row_number() over (
        partition by both_ways.record_id order by matches.verdict desc, matches.reason asc, matches.record_id asc
    ) = 1

)

select
    record_id,
    verdict,
    reason,
    origin,
    list_row,
    la_code,
    agrees
from matches
where verdict in ('suppressed', 'held')
union all
select * from through_linkage
