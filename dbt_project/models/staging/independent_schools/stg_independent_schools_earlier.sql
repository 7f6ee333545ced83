-- Only what says how large a school is, and whom it teaches: of earlier cycles nothing else is read again.
select
    pupils.cycle,
    cycles.reference_date,
    pupils.source_file,
    pupils.source_row,
    {{ fold('pupils.school_key') }} as school_key,
    {{ parse_date('pupils.dob') }} as date_of_birth,
    {{ read_postcode('pupils.postcode') }} as postcode
from {{ source('raw', 'independent_schools') }} as pupils
inner join {{ ref('stg_cycles') }} as cycles on pupils.cycle = cycles.cycle
where cycles.reference_date < {{ reference_date() }}
