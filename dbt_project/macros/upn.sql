{#- Unique pupil number: check letter, LA (3 digits), school (4), year (2), serial (3). The last
    character is a letter in a temporary number. -#}

{#- The 13 characters as a pattern; I, O and S are no check letters. The gate reads it too (expectations/patterns.py). -#}
{% macro upn_shape() -%}
    [A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]
{%- endmacro %}

{% macro tidy_upn(text) -%}
    nullif(upper(regexp_replace({{ text }}, '[^A-Za-z0-9]+', '', 'g')), '')
{%- endmacro %}

{#- True where the form is right and the check letter agrees: each of characters 2 to 13 times its
    place, summed, modulo 23, points into an alphabet without I, O and S. A temporary number's letter
    counts as its place in that alphabet (A is 0). NULL where there is no number. -#}
{% macro upn_is_valid(upn) -%}
    {%- set alphabet = "ABCDEFGHJKLMNPQRTUVWXYZ" -%}
    case
        when {{ upn }} is null then null
        when not regexp_matches({{ upn }}, '^{{ upn_shape() }}$') then false
        else substr('{{ alphabet }}', 1 + (
            {%- for place in range(2, 13) %}
            {{ place }} * (ascii(substr({{ upn }}, {{ place }}, 1)) - 48) +
            {%- endfor %}
            13 * case
                when substr({{ upn }}, 13, 1) between '0' and '9' then ascii(substr({{ upn }}, 13, 1)) - 48
                else position(substr({{ upn }}, 13, 1) in '{{ alphabet }}') - 1
            end
        ) % 23, 1) = left({{ upn }}, 1)
    end
{%- endmacro %}
