-- Twins on a left list, with the class of their two forenames. Forms of one name are a child listed twice, or twins who
-- do not come here.
-- in:  left_features
-- out: seen_twins (temp), one row two records, from either end
create or replace temp table seen_twins as
select
    a.kind as left_kind,
    a.unique_id as left_id,
    b.unique_id as twin_id,
    name_class(
        jaro_winkler_similarity(a.fn_first, b.fn_first) >= $lookalike_similarity,
        true,
        a.fn_rare or b.fn_rare
    ) as name_class
from left_features a
join left_features b
    on b.kind = a.kind
    and b.dob = a.dob
    and b.sn = a.sn
    and b.pc = a.pc
where
    a.unique_id <> b.unique_id
    and a.fn_first <> b.fn_first
    and not list_has_any(a.fn_alias, b.fn_alias)
