{#- Does the text say that the child died? In English or Welsh, and not where it speaks of a relative
    ('moved after the death of her mother'): that child must still be looked for. False for no text. -#}
{% macro says_child_died(text) -%}
    coalesce(
        regexp_matches({{ phrase(text) }}, '\b(died|dead|deceased|death|passed away|marw|farw|marwolaeth)\b')
        and not regexp_matches(
            {{ phrase(text) }},
            '\b(parents?|mother|father|mum|dad|guardian|carer|family|siblings?|brother|sister|relative|grand\w*|bereave\w*|rhiant|mam|fam|tad|teulu)\b'
        ),
        false
    )
{%- endmacro %}
