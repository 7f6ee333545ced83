with schools as (

    select * from {{ source('raw', 'schools') }}

)

select
    {{ fold('school_number') }} as school_number,
    {{ tidy('name') }} as name,
    {{ fold('name') }} as name_key,
    coalesce(districts.authority_cd, schools.la_code) as la_code,
    {{ tidy('sector') }} as sector,
    {{ tidy('email') }} as email
from schools
left join {{ ref('english_districts') }} as districts on schools.la_code = districts.district_cd
where {{ fold('school_number') }} is not null
qualify row_number() over (partition by {{ fold('school_number') }} order by name, schools.la_code) = 1
