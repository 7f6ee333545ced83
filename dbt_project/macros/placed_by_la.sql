{#- Did a local authority place the child? 'Yes', 'Ie', '1' or the name of an authority says so; a plain
    no, nothing, or wording that is not known does not. -#}
{% macro is_placed_by_la(text) -%}
    case
        when {{ fold(text) }} is null then false
        when {{ code_for('yes_no', text) }} is not null then {{ code_for('yes_no', text) }} = 'yes'
        when regexp_matches({{ phrase(text) }}, '^(no|not|non|na|nage|parent|privat)') then false
        when regexp_matches({{ phrase(text) }}, '^(yes|ie|oes)\b') then true
        when regexp_matches(
            {{ phrase(text) }},
            '\b(council|cyngor|cbc|mbc|la|lea|local authority|awdurdod lleol|anglesey|rct|npt)\b'
        ) then true
        else {{ fold(text) }} in (
            select {{ fold('name_en') }} from {{ ref('local_authorities') }}
            union all
            select {{ fold('name_cy') }} from {{ ref('local_authorities') }}
            union all
            select {{ fold('lad_cd') }} from {{ ref('local_authorities') }}
            union all
            select {{ fold('neighbour_name') }} from {{ ref('neighbours') }}
        )
    end
{%- endmacro %}
