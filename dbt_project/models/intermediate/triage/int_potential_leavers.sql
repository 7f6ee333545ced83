-- Who left a roll, and where to. A child may have left two schools: records with the same valid UPN, or
-- else the same names and date of birth, are one child, and the last to be left speaks for the child.
with leavers as (

    select
        record_id,
        leaving_date,
        coalesce(
            case when upn_is_valid then upn end,
            surname_key || '|' || forename_key || '|' || date_of_birth,
            record_id
        ) as leaver_key,
        coalesce(postcode_la_code, supplier_la_code) as la_code,
        row_fault is null and coalesce({{ is_csa('date_of_birth', reference_date()) }}, false) as is_csa,
        destination_known as has_destination,
        {{ says_moved_away('leaving_reason') }} as has_moved_away,
        left_because_died as has_died,
        -- an enrolment of unknown status proves nothing, but nor does it say that the pupil left
        leaving_date is not null or leaving_reason is not null as says_left
    from {{ ref('stg_plasc') }}
    where is_leaver

),

-- linked to a person now in education, or held for review: either way not missing on this evidence
linked as (

    select left_id as record_id from {{ ref('stg_linkage_links') }}
    where left_kind = 'leaver'

),

-- found to be a child who was received from the NHS or a school, or who has a case: counted there
found_elsewhere as (

    select right_id as record_id
    from {{ ref('stg_linkage_evidence') }}
    where right_kind = 'leaver' and left_kind in ('nhs', 'independent_school', 'cme')
    union
    select left_id
    from {{ ref('stg_linkage_evidence') }}
    where
        left_kind = 'leaver' and right_kind = 'cme'
        and right_id in (
            select record_id from {{ ref('int_case_la') }}
            where is_known_before
        )

),

judged as (

    select
        leavers.*,
        bool_or(linked.record_id is not null) over child as is_linked,
        bool_or(found_elsewhere.record_id is not null) over child as is_found_elsewhere,
        row_number() over (
            partition by leavers.leaver_key order by leavers.leaving_date desc nulls last, leavers.record_id asc
        ) = 1 as is_last_left
    from leavers
    left join linked on leavers.record_id = linked.record_id
    left join found_elsewhere on leavers.record_id = found_elsewhere.record_id
    window child as (partition by leavers.leaver_key)

)

select
    record_id,
    la_code,
    leaving_date,
    has_destination,
    has_moved_away,
    says_left and not has_destination and not has_died as has_no_destination,
    -- may open a case of its own; what is found elsewhere is evidence only
    is_last_left and is_csa and not is_linked and not is_found_elsewhere
    and has_no_destination
    and la_code in (
        select la_code from {{ ref('stg_participating_las') }}
        where cycle = {{ current_cycle() }}
    ) as is_potential
from judged
