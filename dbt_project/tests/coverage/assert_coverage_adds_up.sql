{{ config(meta={'dagster': {'ref': {'name': 'coverage_summary'}}}) }}
-- Expected = on time + late + not received + held, in every row; kinds sum to the total; so do LAs, except
-- for neighbours, which may owe one return to several; the bound is within the count it stands beside.
with summary as (

    select * from {{ ref('coverage_summary') }}

),

kinds as (

    select
        cycle,
        la_code,
        sum(expected) filter (supplier_kind <> 'total') as of_kinds,
        sum(expected) filter (supplier_kind = 'total') as of_total
    from summary
    group by cycle, la_code

),

las as (

    select
        cycle,
        supplier_kind,
        sum(expected) filter (la_code <> 'total') as of_las,
        sum(expected) filter (la_code = 'total') as of_total
    from summary
    group by cycle, supplier_kind

)

select
    cycle,
    la_code,
    supplier_kind,
    'expected_is_sum_of_statuses' as rule
from summary
where expected <> received_on_time + received_late + not_received + held
union all
select
    cycle,
    la_code,
    supplier_kind,
    'bound_within_count'
from summary
where
    children_possibly_explained > children_unexplained or not_on_a_list > expected
    -- a share of a child counts as none or as one
    or children_probably_explained > children_possibly_explained
union all
select
    cycle,
    la_code,
    'total',
    'kinds_sum_to_total'
from kinds
where of_kinds is distinct from of_total
union all
select
    cycle,
    'total',
    supplier_kind,
    'las_sum_to_total'
from las
where
    of_las < of_total
    or (supplier_kind not in ('neighbouring_authority', 'total') and of_las is distinct from of_total)
