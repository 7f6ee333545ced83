-- Why two records were linked or held for a person, in words.
select
    explanations.cycle,
    explanations.source,
    explanations.record_id,
    explanations.matched_record_id,
    explanations.matched_source,
    explanations.outcome,
    explanations.match_reason,
    cast(explanations.sequence as integer) as sequence,
    explanations.comparison,
    explanations.level,
    -- a level that has no wording yet stands for itself
    coalesce(wording.level_en, explanations.level) as level_en,
    coalesce(wording.level_cy, explanations.level) as level_cy,
    cast(explanations.weight as double) as weight,
    cast(explanations.match_weight as double) as match_weight,
    cast(explanations.match_probability as double) as match_probability
from {{ ref('int_match_explanations') }} as explanations
left join {{ ref('comparison_levels') }} as wording
    on explanations.comparison = wording.comparison and explanations.level = wording.level
