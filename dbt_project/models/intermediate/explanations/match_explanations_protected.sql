-- The explanations with the two values that were compared, as given. Private: read by whoever decides on a
-- pair, never published.
{%- set text_columns = {
    'forename': ['forenames', 'middle_names', 'preferred_forename'],
    'surname': ['surname', 'former_surname', 'preferred_surname'],
    'place': ['address', 'postcode'],
} %}
select
    explanations.cycle,
    explanations.record_id,
    explanations.matched_record_id,
    explanations.sequence,
    explanations.comparison,
    explanations.level,
    explanations.weight
    {%- for side in ['received', 'education'] %},
    nullif(case explanations.comparison
        {%- for comparison, columns in text_columns.items() %}
        when '{{ comparison }}' then concat_ws(' / '{% for column in columns %}, {{ side }}.{{ column }}{% endfor %})
        {%- endfor %}
        when 'date_of_birth' then strftime({{ side }}.date_of_birth, '%Y-%m-%d')
        when 'upn' then {{ side }}.upn
    end, '') as {{ side }}_value
    {%- endfor %}
from {{ ref('match_explanations') }} as explanations
left join {{ ref('int_linkage_left') }} as received on explanations.record_id = received.record_id
left join {{ ref('int_linkage_right') }} as education on explanations.matched_record_id = education.record_id
where explanations.cycle = {{ current_cycle() }}
    and explanations.comparison in ('forename', 'surname', 'date_of_birth', 'place', 'upn')
