-- What became of each received record, and whether that is true (make_records in records.py says what columns mean).
-- in:  outcomes, links, potential, cycles, linkage_left, reached, truth, left_truth, right_truth, education_errors
-- out: records, one row a received record in scope or set aside as a duplicate
create or replace table records as
with linked as (  -- a duplicate has the link of the record it repeats
    select
        o.record_id,
        k.person_id
    from outcomes o
    join links k
        on k.left_id = coalesce(case when o.disposition = 'duplicate' then o.duplicate_of end, o.record_id)
    where o.disposition = 'in_scope' or k.decision = 'accept'
),

listed_children as (
    select distinct t.child
    from potential p
    join truth t using (source_file, source_row)
),

judged as (
    select
        o.record_id,
        o.source,
        o.la_code,
        o.disposition,
        o.outcome,
        o.match_reason,
        o.match_weight,
        o.match_probability,
        o.matched_source,
        o.duplicate_of,
        k.person_id,
        t.child,
        t.education_state,
        t.is_missing,
        t.name_group,
        t.rurality,
        t.errors,
        e.errors as education_errors,
        date_diff('year', g.date_of_birth, c.reference_date)
        - (strftime(g.date_of_birth, '%m%d') > strftime(c.reference_date, '%m%d'))::integer as age,

        -- what became of it
        g.record_id is not null as is_given,
        coalesce(o.outcome in ('perfect', 'partial'), false) as is_accepted,
        coalesce(o.outcome = 'pending_review', false) as is_held,
        o.disposition = 'duplicate' as is_duplicate,

        -- what is true
        t.twin_set is not null as is_twin,
        o.record_id in (select record_id from reached) as is_reached,
        t.child in (select child from listed_children) as is_listed,
        exists (
            select 1
            from right_truth x
            where x.child = t.child and x.kind <> o.source
        ) as is_known,
        exists (
            select 1
            from right_truth x
            where x.person_id = k.person_id and x.child = t.child
        ) as is_true,
        exists (
            select 1
            from right_truth x
            where x.person_id = k.person_id and x.child <> t.child and x.twin_set = t.twin_set
        ) as is_twin_link,
        o.disposition = 'duplicate'
        and exists (
            select 1
            from left_truth d
            where d.record_id = o.duplicate_of and d.child = t.child
        ) as is_rightly_duplicate,
        row_number() over (
            partition by o.source, t.child
            order by o.disposition = 'duplicate', o.record_id
        ) > 1
        and t.child is not null as is_surplus,

        -- a child is counted once, by its first record
        row_number() over (
            partition by t.child
            order by o.source <> 'nhs', o.disposition = 'duplicate', o.record_id
        ) = 1 as is_first,
        bool_or(coalesce(o.outcome = 'pending_review', false)) over (partition by t.child) as is_child_waiting
    from outcomes o
    cross join cycles c
    left join linked k using (record_id)
    left join left_truth t using (record_id)
    left join linkage_left g using (record_id)
    left join education_errors e on e.child = t.child
)

select
    * exclude (is_first, is_child_waiting, is_listed),
    case
        when not coalesce(is_missing and is_first, false) then null
        when is_listed then 'listed'
        when is_child_waiting then 'waiting'
        else 'hidden'
    end as missing_fate
from judged
