{#- Why a pupil left is free text, and not mandatory in Wales. True where it says that the child went
    elsewhere to live or to learn; false for no text. -#}
{% macro says_moved_away(text) -%}
    coalesce(regexp_matches(
        {{ phrase(text) }},
        'moved|left (the )?(area|county|country|uk)|emigrat|abroad|overseas|transfer|out of county|symud|gadael yr ardal|dramor'
    ), false)
{%- endmacro %}
