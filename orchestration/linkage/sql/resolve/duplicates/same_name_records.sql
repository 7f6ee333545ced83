-- Open records that share birth date and full name with another of their kind, where the name is so uncommon that a
-- namesake of one birth date is not to be expected.
-- in:  open_records, left_features, record_thresholds
-- out: same_name_records (temp), one row an open record and another record
create or replace temp table same_name_records as
with kinds as (
    select
        kind,
        count(*) as records,
        count(distinct dob) as birth_dates
    from left_features
    group by kind
),

forenames as (
    select
        kind,
        fn_first,
        count(*) as bearers
    from left_features
    group by all
),

surnames as (
    select
        kind,
        sn,
        count(*) as bearers
    from left_features
    group by all
)

select
    b.unique_id as left_id,
    a.unique_id as other_left_id,
    'name_and_birth_date' as match_reason
from open_records b
join left_features a
    on a.dob = b.dob
    and a.kind = b.kind
    and a.fn_first = b.fn_first
    and a.sn = b.sn
    and a.unique_id <> b.unique_id
join record_thresholds t on t.left_id = b.unique_id
join kinds k on k.kind = b.kind
join forenames f on f.kind = b.kind and f.fn_first = b.fn_first
join surnames s on s.kind = b.kind and s.sn = b.sn
where
    coalesce(a.fn_middle_initial = b.fn_middle_initial, true)
    and not b.dob_default
    -- namesakes to be expected on one day, against the share of the list that is there twice
    and log2($namesakes * f.bearers * s.bearers / (k.records * k.birth_dates)) + t.no_partner_weight
        <= -$needed_weight
