-- Who each file that came in is the return of. A file nobody on the lists can be named for keeps its own
-- name as supplier: it was received, though not expected.
with files as (

    select
        source,
        source_file,
        status,
        reason_code,
        received_at,
        rows_received,
        supplier_la_code,
        school_key,
        {{ fold('school_key') }} as file_key
    from {{ ref('stg_files') }}
    where source <> 'unrecognised'

),

-- a school's return is named by the school's number or its name, alone or in front
candidates as (

    select
        files.source_file,
        schools.school_number,
        schools.la_code,
        starts_with(files.file_key, schools.school_number) as is_by_number,
        length(schools.name_key) as name_length
    from files
    inner join {{ ref('stg_schools') }} as schools
        on
            starts_with(files.file_key, schools.school_number)
            or (length(schools.name_key) > 4 and starts_with(files.file_key, schools.name_key))
    where files.source = 'independent_schools'
    -- the number before the name; of names, the longest that fits
    qualify rank() over (partition by files.source_file order by is_by_number desc, name_length desc) = 1

),

-- two schools of one name: the file could be either's, and says at most which LA they are in
schools as (

    select
        source_file,
        case when count(*) = 1 then min(school_number) end as school_number,
        case when count(distinct la_code) = 1 then min(la_code) end as la_code
    from candidates
    group by source_file

)

select
    files.source,
    files.source_file,
    coalesce(files.supplier_la_code, schools.school_number, files.school_key, files.source_file) as supplier_code,
    coalesce(files.supplier_la_code, schools.la_code) as la_code,
    schools.school_number is not null as is_listed_school,
    files.status,
    files.reason_code,
    files.received_at,
    files.rows_received
from files
left join schools on files.source_file = schools.source_file and files.source = 'independent_schools'
