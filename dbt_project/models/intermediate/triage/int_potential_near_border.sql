-- Children who live near an authority whose pupils are not known: it takes no part and made no return.
-- Near is: their postcode sector reaches into it, or one of its postcodes is within three kilometres.
{%- set metres = 3000 %}
with children as (

    select distinct
        postcode,
        left(postcode, length(postcode) - 2) as sector,
        la_code,
        easting,
        northing
    from {{ ref('int_potential_children') }}
    where postcode is not null and postcode_fault is null and basis = 'unmatched'

),

known_las as (

    select la_code from {{ ref('stg_participating_las') }}
    where cycle = {{ current_cycle() }}
    union
    select supplier_la_code
    from {{ ref('stg_files') }}
    where source = 'neighbouring' and status = 'loaded'

),

other_side as (

    select
        postcode,
        left(postcode, length(postcode) - 2) as sector,
        la_code,
        easting,
        northing,
        floor(easting / {{ metres }}) as cell_east,
        floor(northing / {{ metres }}) as cell_north
    from {{ ref('stg_postcodes') }}
    where
        la_code is not null
        and la_code not in (
            select la_code from known_las
            where la_code is not null
        )

),

-- a square of nine cells around the child holds every point within the distance
cells as (

    select
        children.*,
        floor(children.easting / {{ metres }}) + east.step as cell_east,
        floor(children.northing / {{ metres }}) + north.step as cell_north
    from children
    cross join (values (-1), (0), (1)) as east (step)
    cross join (values (-1), (0), (1)) as north (step)

),

neighbours as (

    select
        cells.postcode,
        cells.la_code,
        other_side.la_code as neighbour_la_code
    from cells
    inner join other_side on cells.cell_east = other_side.cell_east and cells.cell_north = other_side.cell_north
    where
        other_side.la_code <> cells.la_code
        and (cells.easting - other_side.easting) ** 2 + (cells.northing - other_side.northing) ** 2 <= {{ metres }} ** 2
    union
    select
        children.postcode,
        children.la_code,
        other_side.la_code as neighbour_la_code
    from children
    inner join other_side on children.sector = other_side.sector
    where other_side.la_code <> children.la_code

)

select
    postcode,
    la_code,
    string_agg(neighbour_la_code, ',' order by neighbour_la_code) as neighbour_la_codes
from neighbours
group by postcode, la_code
