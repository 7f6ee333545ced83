-- What may explain that a child is on no roll, and what explains it best. The restricted queue has no triage.
with children as (

    select * from {{ ref('int_potential_children') }}
    where restricted_because is null

),

-- Where an authority's roll did not come, nobody can say that one of its children is on no roll: they are
-- listed, and counted only once it has come.
las_without_a_roll as (

    select la_code
    from {{ ref('stg_participating_las') }}
    where
        cycle = {{ current_cycle() }}
        and la_code not in (
            select supplier_la_code from {{ ref('stg_files') }}
            where source = 'plasc' and status = 'loaded' and supplier_la_code is not null
        )

),

explained as (

    select
        children.*,
        near_border.neighbour_la_codes,
        coalesce(silent_schools.schools_not_returned, 0) as schools_not_returned,
        coalesce(silent_schools.school_share, 0) as school_share,
        -- every reason that applies; the seed says in which order they are tried
        list_filter([
            case when children.basis = 'known_cme' then 'existing_case' end,
            case when children.basis in ('ehe_unsuitable', 'ehe_not_assessed') then 'home_education_review' end,
            case when children.basis = 'left_roll_no_destination' then 'left_roll' end,
            case when children.basis = 'unmatched' and without_roll.la_code is not null then 'roll_not_received' end,
            case when at_surgery.record_id is not null then 'surgery_address' end,
            case when children.postcode_fault = 'placeholder' then 'no_fixed_address' end,
            case when children.has_moved_away_evidence then 'moved_away_evidence' end,
            case when near_border.postcode is not null then 'neighbour_not_returned' end,
            -- as likely as not: else an officer would chase one school for a whole authority's children. That it
            -- may be so is carried beside, whatever the reason
            case when silent_schools.school_share >= 0.5 then 'school_not_returned' end
        ], lambda reason: reason is not null) as reasons
    from children
    left join {{ ref('int_potential_near_border') }} as near_border
        on children.postcode = near_border.postcode and children.la_code = near_border.la_code
    left join {{ ref('int_potential_at_surgery') }} as at_surgery on children.record_id = at_surgery.record_id
    left join
        {{ ref('int_potential_silent_schools') }} as silent_schools
        on children.record_id = silent_schools.record_id
    left join las_without_a_roll as without_roll on children.la_code = without_roll.la_code

)

select
    explained.cycle,
    explained.child_id,
    explained.la_code,
    explained.basis,
    explained.source,
    explained.source_file,
    explained.source_row,
    explained.record_id,
    explained.case_id,
    triage.triage_reason,
    triage.triage_step,
    triage.priority,
    triage.triage_reason <> 'roll_not_received'
    and (
        explained.basis <> 'ehe_not_assessed'
        or (
            select ehe_not_assessed_counts from {{ ref('stg_cycles') }}
            where is_current
        )
    ) as is_counted,
    coalesce(nullif(array_to_string(explained.reasons, ','), ''), 'unexplained') as triage_reasons,
    case when triage.triage_reason = 'neighbour_not_returned' then explained.neighbour_la_codes end
        as neighbour_la_codes,
    explained.schools_not_returned,
    explained.school_share
from explained
inner join {{ ref('triage_reasons') }} as triage on triage.triage_reason = coalesce(explained.reasons[1], 'unexplained')
