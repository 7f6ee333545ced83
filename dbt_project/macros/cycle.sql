{#- What is true of the collection cycle being run. It comes from raw.cycles, never from --vars, so
    that a run reads the same wherever it is started. Each macro is a scalar subquery. -#}

{% macro current_cycle() -%}
    (select cycle from {{ source('raw', 'cycles') }} where is_current)
{%- endmacro %}

{% macro reference_date() -%}
    (select reference_date from {{ source('raw', 'cycles') }} where is_current)
{%- endmacro %}

{#- Every raw row of one source in the current cycle. -#}
{% macro received_this_cycle(table) -%}
    select * from {{ source('raw', table) }} where cycle = {{ current_cycle() }}
{%- endmacro %}
