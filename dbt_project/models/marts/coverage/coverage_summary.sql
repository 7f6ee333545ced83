-- Returns counted, and beside them the children whom a return that has not come might explain.
{%- set supplier_kinds = landing_sources().values() | map(attribute='supplier_kind') | unique | list + ['total'] %}
{%- set statuses = ['received_on_time', 'received_late', 'not_received', 'held'] %}
with returns as (

    select
        *,
        source || '|' || supplier_code as return_key
    from {{ ref('returns_coverage') }}

),

counted as (

    select
        cycle,
        case when grouping(la_code) = 1 then 'total' else la_code end as la_code,
        case when grouping(supplier_kind) = 1 then 'total' else supplier_kind end as supplier_kind,
        -- a neighbour of several LAs owes one return
        count(distinct return_key) as expected,
        count(distinct return_key) filter (not is_expected) as not_on_a_list,
    {%- for status in statuses %}
        count(distinct return_key) filter (status = '{{ status }}') as {{ status }}{{ ',' if not loop.last }}
    {%- endfor %}
    from returns
    group by grouping sets ((cycle), (cycle, la_code), (cycle, supplier_kind), (cycle, la_code, supplier_kind))

),

las as (

    select distinct
        cycle,
        la_code
    from counted

),

supplier_kinds as (

    select unnest({{ supplier_kinds }}) as supplier_kind

),

-- every LA with every kind of supplier, so that 'none was expected' is said and not left out
kinds as (

    select
        las.cycle,
        las.la_code,
        supplier_kinds.supplier_kind
    from las
    cross join supplier_kinds

),

rolls_missing as (

    select
        cycle,
        la_code
    from returns
    where source = 'plasc' and status in ('not_received', 'held')

),

children as (

    select
        potential.cycle,
        potential.la_code,
        potential.basis = 'unmatched' and potential.schools_not_returned > 0 as may_be_at_school,
        potential.school_share,
        list_contains(string_split(potential.triage_reasons, ','), 'neighbour_not_returned') as may_be_next_door,
        rolls_missing.la_code is not null as may_be_on_roll
    from {{ ref('potential_cme') }} as potential
    left join rolls_missing on potential.cycle = rolls_missing.cycle and potential.la_code = rolls_missing.la_code
    where potential.basis in ('unmatched', 'left_roll_no_destination')

),

explained as (

    select
        cycle,
        case when grouping(la_code) = 1 then 'total' else la_code end as la_code,
        count(*) as total,
        count(*) filter (may_be_at_school) as independent_school,
        sum(school_share) as probably_at_school,
        count(*) filter (may_be_next_door) as neighbouring_authority,
        count(*) filter (may_be_on_roll) as local_authority,
        count(*) filter (may_be_at_school or may_be_next_door or may_be_on_roll) as any_of_them
    from children
    group by grouping sets ((cycle), (cycle, la_code))

),

participating as (

    select
        cycle,
        count(*) as participating_las
    from {{ ref('stg_participating_las') }}
    group by cycle

)

select
    kinds.cycle,
    kinds.la_code,
    kinds.supplier_kind,
    coalesce(counted.expected, 0) as expected,
    {%- for status in statuses %}
        coalesce(counted.{{ status }}, 0) as {{ status }},
    {%- endfor %}
    coalesce(counted.not_on_a_list, 0) as not_on_a_list,
    coalesce(explained.total, 0) as children_unexplained,
    case kinds.supplier_kind
        when 'independent_school' then coalesce(explained.independent_school, 0)
        when 'neighbouring_authority' then coalesce(explained.neighbouring_authority, 0)
        when 'local_authority' then coalesce(explained.local_authority, 0)
        when 'total' then coalesce(explained.any_of_them, 0)
        else 0
    end as children_possibly_explained,
    case
        when
            kinds.supplier_kind = 'independent_school'
            then cast(round(coalesce(explained.probably_at_school, 0)) as bigint)
    end
        as children_probably_explained,
    cast(coalesce(participating.participating_las, 0) as integer) as participating_las
from kinds
left join counted
    on kinds.cycle = counted.cycle and kinds.la_code = counted.la_code and kinds.supplier_kind = counted.supplier_kind
left join explained on kinds.cycle = explained.cycle and kinds.la_code = explained.la_code
left join participating on kinds.cycle = participating.cycle
where kinds.la_code <> 'unknown' or counted.expected > 0
