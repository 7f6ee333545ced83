{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'match_explanations'}}}) }}
-- A level that linkage knows and the seed of wordings does not: explanations then show its code.
select distinct
    explanations.comparison,
    explanations.level
from {{ ref('match_explanations') }} as explanations
left join {{ ref('comparison_levels') }} as wording
    on explanations.comparison = wording.comparison and explanations.level = wording.level
where wording.level is null
