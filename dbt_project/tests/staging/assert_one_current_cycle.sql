-- Every model reads the one current cycle; with none or two of them nothing it says can be trusted.
select count(*) as count_current
from {{ ref('stg_cycles') }}
where is_current
having count(*) <> 1
