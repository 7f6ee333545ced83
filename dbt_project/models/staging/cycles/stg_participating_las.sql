select
    cycle,
    la_code
from {{ source('raw', 'participating_las') }}
