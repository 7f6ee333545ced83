-- Who has answered and who has not, for each LA whose children the answer is about.
with returns as (

    select * from {{ ref('int_expected_returns') }}

),

-- of the sources whose records are matched, how many rows are of children to be matched
in_scope as (

    select
        files.source,
        files.supplier_code,
        count(*) filter (outcomes.disposition = 'in_scope') as rows_in_scope
    from {{ ref('match_outcomes') }} as outcomes
    inner join {{ ref('int_return_files') }} as files on outcomes.source_file = files.source_file
    where outcomes.cycle = {{ current_cycle() }}
    group by files.source, files.supplier_code

),

-- a neighbour answers for each LA it borders on
bordering as (

    select distinct
        neighbours.lad_cd as la_code,
        neighbours.neighbour_authority_cd as supplier_code
    from {{ ref('neighbours') }} as neighbours
    inner join {{ ref('stg_participating_las') }} as participating
        on neighbours.lad_cd = participating.la_code and participating.cycle = {{ current_cycle() }}

),

authorities as (

    select
        lad_cd as supplier_code,
        name_en as supplier_name
    from {{ ref('local_authorities') }}
    union
    select
        authority_cd,
        authority_name
    from {{ ref('english_districts') }}
    union
    select
        neighbour_authority_cd,
        neighbour_name
    from {{ ref('neighbours') }}
    where
        neighbour_authority_cd = neighbour_cd
        and neighbour_cd not in (select lad_cd from {{ ref('local_authorities') }})

)

select
    returns.cycle,
    coalesce(
        case when returns.supplier_kind = 'neighbouring_authority' then bordering.la_code else returns.la_code end,
        'unknown'
    ) as la_code,
    returns.supplier_kind,
    returns.source,
    returns.supplier_code,
    coalesce(schools.name, authorities.supplier_name) as supplier_name,
    returns.is_expected,
    returns.status,
    returns.received_at,
    returns.deadline,
    cast(returns.files_received as integer) as files_received,
    cast(returns.files_held as integer) as files_held,
    cast(returns.rows_received as bigint) as rows_received,
    case
        when returns.supplier_kind in ('nhs', 'independent_school') then coalesce(in_scope.rows_in_scope, 0)
    end as rows_in_scope,
    returns.held_reason,
    returns.file_formats
from returns
left join bordering
    on returns.supplier_kind = 'neighbouring_authority' and returns.supplier_code = bordering.supplier_code
left join in_scope on returns.source = in_scope.source and returns.supplier_code = in_scope.supplier_code
left join {{ ref('stg_schools') }} as schools
    on returns.supplier_kind = 'independent_school' and returns.supplier_code = schools.school_number
left join authorities
    on returns.supplier_kind <> 'independent_school' and returns.supplier_code = authorities.supplier_code
