-- The children of the sheet Potential CME, with what is known of each; those to ask about first are at the top.
-- in:  records, places, showable, marts.potential_cme, raw.register_decisions, staging.stg_<source>
-- out: one row a child
with decisions as (
    select *
    from raw.register_decisions
    qualify row_number() over (
        partition by child_id
        order by decided_date desc nulls last, source_row desc
    ) = 1
),

evidence as (
    select
        * replace (
            case when case_record_id in (from showable) then case_record_id end as case_record_id,
            case when leaver_record_id in (from showable) then leaver_record_id end as leaver_record_id,
            case when ehe_record_id in (from showable) then ehe_record_id end as ehe_record_id
        )
    from intermediate.int_potential_children
)

select
    potential.la_code,
    potential.child_id,
    potential.cycle,
    potential.priority,
    potential.basis,
    potential.triage_reason,
    potential.triage_reasons,
    potential.is_counted,
    potential.source,
    potential.source_file,
    potential.source_row,
    string_split(potential.neighbour_la_codes, ',') as neighbour_la_codes,
    potential.schools_not_returned,
    records.surname,
    records.forenames,
    records.other_names,
    records.date_of_birth,
    records.address,
    records.postcode,
    records.is_apart,
    cases.case_ref,
    cases.opened_date,
    ehe.suitability,
    ehe.last_review_date,
    leavers.record_id as leaver_id,
    left_at.place as school_left,
    leavers.leaving_date,
    leavers.leaving_reason,
    coalesce(went_to.name, leavers.destination_school) as destination,
    decisions.decision,
    decisions.closure_reason,
    decisions.decided_date,
    decisions.decided_by
from marts.potential_cme as potential
inner join records on potential.record_id = records.record_id
left join evidence on potential.record_id = evidence.record_id
left join staging.stg_cme_register as cases on evidence.case_record_id = cases.record_id
left join staging.stg_plasc as leavers on evidence.leaver_record_id = leavers.record_id
left join places as left_at on leavers.record_id = left_at.record_id
left join staging.stg_schools as went_to on leavers.destination_school = went_to.school_number
left join staging.stg_ehe as ehe on evidence.ehe_record_id = ehe.record_id
left join decisions on potential.child_id = decisions.child_id
where potential.cycle = $cycle
order by
    potential.la_code,
    decisions.decision is not null,
    potential.priority,
    potential.triage_reason,
    records.postcode nulls last,
    records.surname,
    records.forenames,
    potential.child_id
