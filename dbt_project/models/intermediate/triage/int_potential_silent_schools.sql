-- Which unmatched children may be at an independent school that made no return, and how likely that is: the pupils
-- such a school is expected to have, divided among the children who could be one of them. One silent school of
-- thirty does not explain four hundred children.
with silent as (

    select
        supplier_code,
        la_code
    from {{ ref('int_expected_returns') }}
    where source = 'independent_schools' and status in ('not_received', 'held')

),

-- The last return of a silent school says how many pupils it has, of what age, and from where.
earlier as (

    select
        silent.supplier_code,
        pupils.reference_date,
        pupils.date_of_birth,
        pupils.postcode
    from silent
    inner join {{ ref('stg_independent_schools_earlier') }} as pupils
        on starts_with(pupils.school_key, silent.supplier_code)
    qualify rank() over (partition by silent.supplier_code order by pupils.reference_date desc, pupils.cycle desc) = 1

),

last_returns as (

    select
        supplier_code,
        count(*) filter ({{ is_csa('date_of_birth', reference_date()) }}) as pupils,
        min(date_of_birth) as born_from,
        -- as many have joined since as the time that has passed
        max(date_of_birth + cast({{ reference_date() }} - reference_date as integer)) as born_to,
        list(distinct split_part(postcode, ' ', 1)) filter (postcode is not null) as districts
    from earlier
    group by supplier_code
    having count(date_of_birth) > 0

),

-- a school of which nothing is known is taken for as large as the schools that answered, counting the pupils who are
-- to be matched
answered as (

    select
        files.supplier_code,
        count(outcomes.record_id) as pupils
    from {{ ref('int_return_files') }} as files
    left join {{ ref('int_outcome_records') }} as outcomes
        on files.source_file = outcomes.source_file and outcomes.disposition = 'in_scope'
    where files.source = 'independent_schools' and files.status = 'loaded'
    group by files.supplier_code

),

usual as (

    select median(pupils) as pupils from answered

),

schools as (

    select
        silent.supplier_code,
        silent.la_code,
        last_returns.supplier_code is not null as is_known,
        last_returns.born_from,
        last_returns.born_to,
        last_returns.districts,
        coalesce(last_returns.pupils, usual.pupils) as pupils
    from silent
    left join last_returns on silent.supplier_code = last_returns.supplier_code
    cross join usual

),

paired as (

    select
        children.record_id,
        schools.supplier_code,
        schools.pupils,
        case
            when not schools.is_known then true
            else children.date_of_birth between schools.born_from and schools.born_to
            -- without a postcode nothing is ruled out but by the LA
            and coalesce(
                list_contains(schools.districts, split_part(children.postcode, ' ', 1)),
                schools.la_code = children.la_code
            )
        end as fits
    from {{ ref('int_potential_children') }} as children
    inner join schools
        on
            children.la_code = schools.la_code
            or (schools.is_known and list_contains(schools.districts, split_part(children.postcode, ' ', 1)))
    where children.basis = 'unmatched'

),

shared as (

    select
        *,
        count(*) filter (fits) over (partition by supplier_code) as children_who_fit
    from paired

)

select
    record_id,
    count(*) as schools_not_returned,
    -- where no school's size is known, nothing says that the schools are too small
    cast(least(1, coalesce(sum(coalesce(pupils / children_who_fit, 1)) filter (fits), 0)) as double) as school_share
from shared
group by record_id
