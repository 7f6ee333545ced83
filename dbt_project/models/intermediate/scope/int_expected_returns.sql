-- Each return that the current cycle waits for or got: who owes it, and whether and when it came.
{%- set la_sources = [] -%}
{%- for source, facts in landing_sources().items() if facts.supplier_kind in ('nhs', 'local_authority') -%}
    {%- do la_sources.append(source) -%}
{%- endfor %}
with participating as (

    select distinct la_code from {{ ref('stg_participating_las') }}
    where cycle = {{ current_cycle() }}

),

la_sources as (

    select unnest({{ la_sources }}) as source

),

-- whether there were schools or neighbours to expect is for their lists to say; an LA's own files always are
expected as (

    select
        sources.source,
        participating.la_code as supplier_code,
        participating.la_code
    from participating
    cross join la_sources as sources
    union all
    select
        'independent_schools' as source,
        schools.school_number as supplier_code,
        schools.la_code
    from {{ ref('stg_schools') }} as schools
    inner join participating on schools.la_code = participating.la_code
    where {{ phrase('schools.sector') }} like '%independent%'
    union all
    select distinct
        'neighbouring' as source,
        neighbours.neighbour_authority_cd as supplier_code,
        neighbours.neighbour_authority_cd as la_code
    from {{ ref('neighbours') }} as neighbours
    inner join participating on neighbours.lad_cd = participating.la_code
    where neighbours.neighbour_authority_cd not in (select la_code from participating)

),

files as (

    select
        *,
        nullif(lower(regexp_extract(source_file, '\.([^./]+)$', 1)), '') as file_format
    from {{ ref('int_return_files') }}

),

-- a return may come in several files; it has come when one of them could be loaded, and it came with the first
-- such file: a school that corrects what it sent in time is not late
received as (

    select
        source,
        supplier_code,
        any_value(la_code) as la_code,
        count(*) as files_received,
        count(*) filter (status = 'loaded') as files_loaded,
        count(*) filter (status in ('held', 'unreadable')) as files_held,
        coalesce(min(received_at) filter (status in ('loaded', 'superseded')), min(received_at)) as received_at,
        coalesce(sum(rows_received) filter (status = 'loaded'), 0) as rows_received,
        string_agg(distinct reason_code, ',' order by reason_code) filter (status in ('held', 'unreadable'))
            as held_reason,
        string_agg(distinct file_format, ',' order by file_format) as file_formats,
        bool_or(is_listed_school) as is_listed_school
    from files
    group by source, supplier_code

),

returns as (

    select
        coalesce(expected.source, received.source) as source,
        coalesce(expected.supplier_code, received.supplier_code) as supplier_code,
        coalesce(expected.la_code, received.la_code) as la_code,
        expected.source is not null or coalesce(received.is_listed_school, false) as is_expected,
        coalesce(received.files_received, 0) as files_received,
        coalesce(received.files_loaded, 0) as files_loaded,
        coalesce(received.files_held, 0) as files_held,
        received.received_at,
        coalesce(received.rows_received, 0) as rows_received,
        received.held_reason,
        received.file_formats
    from expected
    full join received on expected.source = received.source and expected.supplier_code = received.supplier_code

),

deadlines as (

    select
        'nhs' as source,
        deadline_nhs as deadline
    from {{ ref('stg_cycles') }}
    where is_current
    union all
    select
        'independent_schools',
        deadline_independent_schools
    from {{ ref('stg_cycles') }}
    where is_current

)

select
    {{ current_cycle() }} as cycle,
    returns.source,
    case returns.source
        {%- for source, facts in landing_sources().items() %}
            when '{{ source }}' then '{{ facts.supplier_kind }}'
        {%- endfor %}
    end as supplier_kind,
    returns.supplier_code,
    returns.la_code,
    returns.is_expected,
    case
        when returns.files_received = 0 then 'not_received'
        when returns.files_loaded = 0 then 'held'
        when {{ day_in_wales('returns.received_at') }} > deadlines.deadline then 'received_late'
        else 'received_on_time'
    end as status,
    returns.received_at,
    deadlines.deadline,
    returns.files_received,
    returns.files_held,
    returns.rows_received,
    returns.held_reason,
    returns.file_formats
from returns
left join deadlines on returns.source = deadlines.source
