-- What is in scope is placed by linkage, and of the rest only the shielded children who are looked for apart.
with to_be_placed as (

    select record_id from {{ ref('int_linkage_left') }}
    where kind in ('nhs', 'independent_school')

),

in_scope as (

    select record_id from {{ ref('int_received') }}
    where disposition_before_linkage = 'in_scope' or is_looked_for_apart

)

select coalesce(in_scope.record_id, to_be_placed.record_id) as record_id
from in_scope
full join to_be_placed on in_scope.record_id = to_be_placed.record_id
where in_scope.record_id is null or to_be_placed.record_id is null
