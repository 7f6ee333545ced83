-- Open records that point to a person to whom a compatible record of their own kind is already linked. A record listed
-- twice differs in the address most of all, so that a place which differs says nothing against it.
-- in:  open_records, person_pairs, links, left_features, record_thresholds
-- out: taken_person_pairs (temp), one row an open record and person; surplus_weight in bits, above what a record
--      without a partner would show
create or replace temp table taken_person_pairs as
select
    b.unique_id as left_id,
    a.unique_id as linked_left_id,
    p.left_kind,
    p.person_id,
    p.right_id,
    p.right_kind,
    p.match_weight,
    p.match_weight - least(p.mw_place, 0) - t.no_partner_weight as surplus_weight,
    {{ may_be_twins }} as may_be_twins,
    case
        when a.fn_first <> b.fn_first then 'name_variant'
        when a.sn is distinct from b.sn then 'surname_changed'
        when a.dob <> b.dob then 'birth_date_differs'
        when a.pc = b.pc then 'address_and_name'
        else 'name_and_birth_date'
    end as match_reason
from open_records b
join person_pairs p on p.left_id = b.unique_id
join links k
    on k.person_id = p.person_id
    and k.left_kind = p.left_kind
    and k.decision = 'accept'
join left_features a on a.unique_id = k.left_id
join record_thresholds t on t.left_id = b.unique_id
where
    (a.dob = b.dob or a.dob_swap = b.dob or {{ one_digit_of_birth_date }})
    and p.forename_level in $compatible_levels
    and (
        {{ forms_of_one_forename }}
        or (a.fn_first = b.sn_first and b.fn_first = a.sn_first)
        or (jaro_winkler_similarity(a.fn_first, b.fn_first) >= 0.92 and not {{ may_be_twins }})
    )
