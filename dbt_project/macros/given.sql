{#- Whether anything was given. Suppliers fill a cell that has no value with words; the seed placeholder_phrases lists
    them. The gate asks the same of raw tables (orchestration/quality/frames.py), before dbt has loaded the seed. -#}

{#- The phrases of one meaning, as a subquery. -#}
{% macro placeholder_phrases(meaning, match) -%}
    (select phrase from {{ ref('placeholder_phrases') }} where meaning = '{{ meaning }}' and match = '{{ match }}')
{%- endmacro %}

{#- Was anything given at all? '-' and 'n/a' say that nothing was. True or false, never NULL. -#}
{% macro is_given(text) -%}
    (
        coalesce(regexp_matches({{ text }}, '[\p{L}\p{N}]'), false)
        and {{ phrase(text) }} not in {{ placeholder_phrases('no_value', 'whole') }}
    )
{%- endmacro %}

{#- Text as given, or NULL where it says that there is none. -#}
{% macro given_or_null(text) -%}
    case when {{ is_given(text) }} then {{ tidy(text) }} end
{%- endmacro %}
