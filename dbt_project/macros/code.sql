{#- A supplier's wording turned into our code, through the seed code_variants; NULL where the wording is
    not listed there. A map made once for the query: no join, so no risk of more rows. -#}
{% macro code_for(field, text) -%}
    (select map(list(variant_key), list(code)) from {{ ref('code_variants') }} where field = '{{ field }}')[{{ fold(text) }}]
{%- endmacro %}
