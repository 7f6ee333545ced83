-- Each spelling of a forename in the run: its sound, how many children have it, and whether it is a name at all. A
-- leaver's record stands on both sides: that it agrees with itself confirms nothing.
-- in:  left_records, right_records, aliases
-- out: spellings (temp), one row a first forename
create or replace temp table spellings as
with seen as (  -- a child known to three collections counts once
    select
        fn_first,
        dob
    from left_records
    union
    select
        fn_first,
        dob
    from right_records
),

counted as (
    select
        fn_first,
        count(*) as children
    from seen
    where fn_first is not null
    group by fn_first
),

confirmed as (  -- children whom both sides call so
    select
        l.fn_first,
        count(distinct l.dob) as confirmed_children
    from left_records l
    join right_records r
        on r.fn_first = l.fn_first
        and r.sn = l.sn
        and r.dob = l.dob
        and r.kind <> l.kind
    where l.kind not in $evidence_kinds and r.kind not in $evidence_kinds
    group by l.fn_first
),

judged as (
    select
        n.fn_first,
        n.children,
        a.forename_key is not null as is_known,
        coalesce(c.confirmed_children, 0) as confirmed_children
    from counted n
    left join aliases a on a.forename_key = n.fn_first
    left join confirmed c on c.fn_first = n.fn_first
)

select
    fn_first,
    sound(fn_first) as fn_sound,
    shape(sound(fn_first)) as fn_shape,
    children + case when is_known then $known_name_children else 0 end as fn_standing,
    not is_known and confirmed_children < $confirmed_share::decimal(2, 1) * children as fn_rare
from judged
