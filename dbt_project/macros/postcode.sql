{#- Postcodes: only case, spacing and punctuation are tidied. The letter O is not turned into a zero nor I into a one:
    that would be a guess, and the child might be placed in the wrong authority. Python takes the shape from here too
    (orchestration/domain/postcodes.py). -#}

{#- The two halves, as patterns without groups. -#}
{% macro outward_code() -%}
    [A-Z]{1,2}[0-9][A-Z0-9]?
{%- endmacro %}

{% macro inward_code() -%}
    [0-9][A-Z]{2}
{%- endmacro %}

{#- ZZ99 is the NHS's outward code for no fixed abode, not known, or outside the country. -#}
{% macro placeholder_outward_code() -%}
    ZZ99
{%- endmacro %}

{#- 'cf101aa', 'CF10-1AA' -> 'CF10 1AA'; anything not of the form of a postcode -> NULL. -#}
{% macro read_postcode(text) -%}
    nullif(regexp_replace(
        upper(regexp_replace({{ text }}, '[^A-Za-z0-9]+', '', 'g')),
        '^(?:({{ outward_code() }})({{ inward_code() }})|.*)$',
        '\1 \2'
    ), ' ')
{%- endmacro %}

{% macro is_placeholder_postcode(postcode) -%}
    coalesce(starts_with({{ postcode }}, '{{ placeholder_outward_code() }} '), false)
{%- endmacro %}
