-- An English district's file is its county's: the county is the education authority.
select
    files.cycle,
    files.source,
    files.source_file,
    coalesce(districts.authority_cd, files.supplier_la_code) as supplier_la_code,
    files.school_key,
    files.status,
    files.reason_code,
    files.received_at,
    files.rows_received
from {{ source('raw', 'files') }} as files
left join {{ ref('english_districts') }} as districts on files.supplier_la_code = districts.district_cd
where files.cycle = {{ current_cycle() }} and files.status <> 'not_received'
