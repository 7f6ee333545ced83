-- Components that hold two children, as when twins of different pupil numbers are both like a return without numbers.
-- in:  person_labels, proving_records
-- out: conflicting_persons (temp), one row a component
create or replace temp table conflicting_persons as
select distinct x.person
from person_labels x
join person_labels y on y.person = x.person and x.node < y.node
join proving_records a on a.node = x.node
join proving_records b on b.node = y.node
where
    (
        a.fn_first is not null
        and b.fn_first is not null
        and not coalesce({{ compatible_forenames }}, false)
        and jaro_winkler_similarity(a.fn_first, b.fn_first) < 0.92
    )
    or ($pupil_numbers_conflict and {{ different_pupils }})
