{{ config(meta={'dagster': {'ref': {'name': 'match_outcomes'}}}) }}
-- An outcome where the record was in scope, and only there; a reason wherever there is an outcome; a matched
-- record wherever one was linked. Who is held for a person only for looking like somebody has none.
select
    record_id,
    disposition,
    outcome,
    match_reason
from {{ ref('match_outcomes') }}
where
    (disposition = 'in_scope') <> (outcome is not null)
    or (outcome is null) <> (match_reason is null)
    or (coalesce(outcome, 'unmatched') = 'unmatched' or match_reason = 'held_for_person') <> (matched_source is null)
    or (matched_source is null) <> (matched_file is null or matched_row is null)
    or (outcome = 'perfect') <> (match_reason = 'exact_all_fields')
