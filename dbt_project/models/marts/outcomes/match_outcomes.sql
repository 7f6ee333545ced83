-- What became of every record received, where in its file the matched record stands, and which child it is.
select
    outcomes.cycle,
    outcomes.source,
    outcomes.source_file,
    cast(outcomes.source_row as integer) as source_row,
    outcomes.la_code,
    outcomes.received_la_code,
    outcomes.record_id,
    outcomes.disposition,
    outcomes.outcome,
    outcomes.match_reason,
    cast(outcomes.match_probability as double) as match_probability,
    outcomes.matched_source,
    lineage.source_file as matched_file,
    cast(lineage.source_row as integer) as matched_row,
    cast(outcomes.match_weight as double) as match_weight,
    outcomes.la_conflict,
    outcomes.duplicate_of,
    {{ child_id('coalesce(children.child_record_id, outcomes.duplicate_of, outcomes.record_id)') }} as child_id
from {{ ref('int_outcome_records') }} as outcomes
left join {{ ref('int_outcome_record_lineage') }} as lineage on outcomes.matched_record_id = lineage.record_id
left join {{ ref('int_outcome_children') }} as children
    on outcomes.record_id = children.record_id and outcomes.disposition = 'in_scope'
