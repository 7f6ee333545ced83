-- What a person decided about a child, in any cycle. Decisions are only ever added: the latest holds, and of
-- one day the one written last.
select
    child_id,
    decision,
    closure_reason,
    to_la_code,
    decided_date
from {{ ref('stg_register_decisions') }}
qualify row_number() over (
    partition by child_id
    order by decided_date desc nulls last, source_row desc, decision asc
) = 1
