-- The explanations with the two values that were compared, as given. Private: read by whoever decides on a
-- pair, never published. Of a record that the list of suppressions reaches no value is shown.
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
    explanations.weight,
    {%- for side in ['received', 'education'] %}
    nullif(case when {{ side }}_reach.record_id is null then case explanations.comparison
        {%- for comparison, columns in text_columns.items() %}
        when '{{ comparison }}' then concat_ws(' / ', {{ side }}.{{ columns | join(', ' ~ side ~ '.') }})
        {%- endfor %}
        when 'date_of_birth' then strftime({{ side }}.date_of_birth, '%Y-%m-%d')
        when 'upn' then {{ side }}.upn
    end end, '') as {{ side }}_value{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('int_match_explanations') }} as explanations
left join {{ ref('int_linkage_left') }} as received on explanations.record_id = received.record_id
left join {{ ref('int_linkage_right') }} as education on explanations.matched_record_id = education.record_id
left join {{ ref('int_suppression_reach') }} as received_reach on explanations.record_id = received_reach.record_id
left join {{ ref('int_suppression_reach') }} as education_reach on explanations.matched_record_id = education_reach.record_id
where explanations.comparison in ('forename', 'surname', 'date_of_birth', 'place', 'upn')
