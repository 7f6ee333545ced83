-- The explanations with the two values that were compared, as given. Private: read by whoever decides on a
-- pair, never published. Of a record that the list of suppressions reaches no value is shown.
select
    explanations.cycle,
    explanations.record_id,
    explanations.matched_record_id,
    explanations.sequence,
    explanations.comparison,
    explanations.level,
    {%- for side in ['received', 'education'] %}
        case
            when {{ side }}_reach.record_id is not null then null
            when explanations.comparison = 'forename'
                then
                    nullif(concat_ws(
                        ' / ', {{ side }}.forenames, {{ side }}.middle_names, {{ side }}.preferred_forename
                    ), '')
            when explanations.comparison = 'surname'
                then
                    nullif(concat_ws(
                        ' / ', {{ side }}.surname, {{ side }}.former_surname, {{ side }}.preferred_surname
                    ), '')
            when explanations.comparison = 'date_of_birth' then strftime({{ side }}.date_of_birth, '%Y-%m-%d')
            when explanations.comparison = 'place'
                then nullif(concat_ws(' / ', {{ side }}.address, {{ side }}.postcode), '')
            when explanations.comparison = 'upn' then nullif({{ side }}.upn, '')
        end as {{ side }}_value,
    {%- endfor %}
    explanations.weight
from {{ ref('int_match_explanations') }} as explanations
left join {{ ref('int_linkage_left') }} as received on explanations.record_id = received.record_id
left join {{ ref('int_linkage_right') }} as education on explanations.matched_record_id = education.record_id
left join {{ ref('int_suppression_reach') }} as received_reach on explanations.record_id = received_reach.record_id
left join
    {{ ref('int_suppression_reach') }} as education_reach
    on explanations.matched_record_id = education_reach.record_id
where explanations.comparison in ('forename', 'surname', 'date_of_birth', 'place', 'upn')
