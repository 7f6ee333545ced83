-- Children who would be listed, were it not for the list of suppressions: shielded ones, to be looked for apart, and
-- ones who look like a child on it, for a person to say who they are. Never published.
select
    children.cycle,
    children.child_id,
    children.la_code,
    children.basis,
    children.source,
    children.record_id,
    children.source_file,
    cast(children.source_row as integer) as source_row,
    children.restricted_because,
    reach.reason as list_reason,
    reach.origin as list_origin,
    cast(reach.list_row as integer) as list_row,
    reach.la_code as list_la_code,
    reach.agrees,
    coalesce(links.decision = 'review', false) as waits_for_review,
    case children.restricted_because when 'shielded' then 'look_for_apart' else 'say_who_it_is' end as step
from {{ ref('int_potential_children') }} as children
inner join {{ ref('int_suppression_reach') }} as reach on children.record_id = reach.record_id
left join {{ ref('stg_linkage_links') }} as links on children.record_id = links.left_id
where children.restricted_because is not null
