-- The open cases of the sheet Register, with where linkage found the child; cases proposed for closure are at the top.
-- in:  records, places, showable, shielded_homes, marts.cme_register, marts.potential_cme, linkage.links
-- out: one row a case
with cases as (
    select
        *,
        exists (
            select 1
            from shielded_homes
            where
                shielded_homes.postcode = register.postcode
                and shielded_homes.surname_key = {{ fold_name("register.surname") }}
        )
        or coalesce(record_id in (
            select record_id from records
            where is_apart
        ), false) as is_apart
    from marts.cme_register as register
),

found as (
    select
        links.left_id,
        links.right_kind,
        places.place
    from linkage.links as links
    left join places on links.right_id = places.record_id
    where
        links.decision = 'accept'
        and links.right_id in (from showable)
),

health_records as (
    select
        case_record_id,
        min(record_id) as record_id
    from intermediate.int_potential_evidence
    group by case_record_id
)

select
    cases.la_code,
    cases.child_id,
    cases.cycle,
    cases.status,
    cases.case_ref,
    cases.basis,
    cases.opened_date,
    cases.days_missing,
    cases.duration_basis,
    cases.is_over_substantial_period,
    cases.closure_proposed,
    cases.is_withheld,
    cases.surname,
    concat_ws(' ', cases.forenames, cases.middle_names) as forenames,
    cases.date_of_birth,
    case when not cases.is_apart then cases.address end as address,
    case when not cases.is_apart then cases.postcode end as postcode,
    cases.is_apart,
    coalesce(found_by_case.right_kind, found_by_health.right_kind) as found_kind,
    coalesce(found_by_case.place, found_by_health.place) as found_place,
    potential.child_id is not null as is_on_list
from cases
left join marts.potential_cme as potential on potential.cycle = $cycle and cases.child_id = potential.child_id
left join found as found_by_case on cases.record_id = found_by_case.left_id
left join health_records on cases.record_id = health_records.case_record_id
left join found as found_by_health on health_records.record_id = found_by_health.left_id
-- the potential cases of this cycle are all on the sheet Potential CME
where
    cases.status = 'confirmed'
    or (cases.status = 'potential' and potential.child_id is null)
order by
    cases.la_code asc,
    cases.closure_proposed desc,
    cases.status asc,
    cases.days_missing desc nulls last,
    cases.case_id asc
