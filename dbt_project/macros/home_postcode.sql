{#- The postcode of a staged record, but for one that says that there is no home (ZZ99, no fixed abode). -#}
{% macro home_postcode(record=none) -%}
    {%- set of = record ~ '.' if record else '' -%}
    case when {{ of }}postcode_fault is distinct from 'placeholder' then {{ of }}postcode end
{%- endmacro %}
