{#- Postcodes: only case, spacing and punctuation are mended. The letter O is not turned into a nought
    nor I into a one: that would be a guess, and the child might be placed in the wrong authority. -#}

{#- 'cf101aa', 'CF10-1AA' -> 'CF10 1AA'; anything not of the form of a postcode -> NULL. -#}
{% macro read_postcode(text) -%}
    nullif(regexp_replace(
        upper(regexp_replace({{ text }}, '[^A-Za-z0-9]+', '', 'g')),
        '^(?:([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})|.*)$',
        '\1 \2'
    ), ' ')
{%- endmacro %}

{#- ZZ99 is the NHS's outward code for no fixed abode, not known, or outside the country. -#}
{% macro is_placeholder_postcode(postcode) -%}
    coalesce(starts_with({{ postcode }}, 'ZZ99 '), false)
{%- endmacro %}
