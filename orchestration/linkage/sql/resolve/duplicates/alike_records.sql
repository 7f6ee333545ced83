-- Open records that are plainly the same child as another record of their kind: birth date and forename agree with the
-- home, or with the surname and the home's district.
-- in:  open_records, left_features
-- out: alike_records (temp), one row an open record and another record
create or replace temp table alike_records as
select
    b.unique_id as left_id,
    a.unique_id as other_left_id,
    case
        when a.fn_first <> b.fn_first then 'name_variant'
        when a.sn is distinct from b.sn then 'surname_changed'
        else 'address_and_name'
    end as match_reason
from open_records b
join left_features a
    on a.dob = b.dob
    and a.kind = b.kind
    and a.unique_id <> b.unique_id
where
    not {{ may_be_twins }}
    and (
        (a.fn_first = b.fn_first and a.pc = b.pc)
        or (
            {{ forms_of_one_forename }}
            and list_has_any(a.sn_parts, b.sn_parts)
            and (
                a.pc = b.pc
                or (
                    a.pc_outcode = b.pc_outcode
                    and (
                        a.house_street = b.house_street
                        or (a.sn = b.sn and list_has_any(a.fn_middles, b.fn_middles))
                    )
                )
            )
        )
    )
