with postcodes as (

    select * from {{ source('raw', 'postcodes') }}

),

districts as (

    select * from {{ ref('english_districts') }}

),

-- an English district stands for the county that is the education authority
placed as (

    select
        {{ read_postcode('postcodes.postcode') }} as postcode,
        coalesce(districts.authority_cd, postcodes.la_code) as la_code,
        postcodes.easting,
        postcodes.northing,
        postcodes.terminated_date
    from postcodes
    left join districts on postcodes.la_code = districts.district_cd

)

-- a postcode used twice: the living one counts, then the one that ended last
select *
from placed
where postcode is not null
qualify row_number() over (
    partition by postcode
    order by coalesce(terminated_date, date '9999-12-31') desc, la_code, easting asc, northing asc
) = 1
