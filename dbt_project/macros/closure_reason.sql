{#- The LAs write why a case was closed in their own words, English or Welsh. This gives the reason of the
    list in seeds/closure_reasons; words that fit none are 'other', no words 'not_stated'. Order matters:
    'moved, now at school in Chester' is a move. -#}
{% macro read_closure_reason(text) -%}
    case
        when {{ fold(text) }} is null then 'not_stated'
        when regexp_matches({{ phrase(text) }}, 'abroad|emigrat|overseas|dramor|left (the )?(uk|country)') then 'moved_abroad'
        when {{ says_child_died(text) }} then 'died'
        when regexp_matches({{ phrase(text) }}, 'moved|left (the )?area|another (la|local authority)|transfer|symud') then 'moved_la'
        when regexp_matches({{ phrase(text) }}, 'ceased|over (school )?age|school leav|csa|compulsory|oedran|year 11') then 'ceased_csa'
        when regexp_matches({{ phrase(text) }}, 'error|duplicate|mistake|camgymeriad|dyblyg') then 'created_in_error'
        when regexp_matches({{ phrase(text) }}, 'home ed|elective|\behe\b|eotas|suitable|tuition|addysg yn y cartref|addas') then 'suitable_education'
        when regexp_matches({{ phrase(text) }}, 'school|pupil|enrol|roll|admitted|placed|place found|ysgol|disgybl|cofrestr') then 'registered_pupil'
        else 'other'
    end
{%- endmacro %}
