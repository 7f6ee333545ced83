-- Records to be placed: children received, open cases of the LAs' registers, and pupils who left a roll. A child
-- whose address is shielded is placed too: what is found goes nowhere but to the restricted queue.
select
    {{ record_for_linkage('nhs', la_code='received.la_code') }}
from {{ ref('stg_nhs') }} as staged
inner join {{ ref('int_received') }} as received on staged.record_id = received.record_id
where received.disposition_before_linkage = 'in_scope' or received.is_looked_for_apart

union all

select
    {{ record_for_linkage('independent_school', la_code='received.la_code') }}
from {{ ref('stg_independent_schools') }} as staged
inner join {{ ref('int_received') }} as received on staged.record_id = received.record_id
where received.disposition_before_linkage = 'in_scope'

union all

select
    {{ record_for_linkage('cme') }}
from {{ ref('stg_cme_register') }} as staged
where staged.is_open

union all

-- A pupil who died is nobody to look for. A row that came in damaged may lack the status it had.
select
    {{ record_for_linkage('leaver') }}
from {{ ref('stg_plasc') }} as staged
where
    staged.is_leaver
    and staged.row_fault is null
    and not staged.left_because_died
    and {{ is_csa('staged.date_of_birth', reference_date()) }}
