{#- What is true of the collection cycle being run. It comes from stg_cycles, never from --vars, so
    that a run reads the same wherever it is started. Each macro is a scalar subquery. -#}

{% macro current_cycle() -%}
    (select cycle from {{ ref('stg_cycles') }} where is_current)
{%- endmacro %}

{% macro reference_date() -%}
    (select reference_date from {{ ref('stg_cycles') }} where is_current)
{%- endmacro %}

{#- Every raw row of one source in the current cycle; for staging models only. -#}
{% macro received_this_cycle(table) -%}
    select * from {{ source('raw', table) }} where cycle = {{ current_cycle() }}
{%- endmacro %}

{#- The pre-hook of the models that keep every cycle: the current one is written again, earlier ones stay. -#}
{% macro delete_current_cycle() -%}
    {%- set cycle = current_cycle() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where cycle = {{ cycle }}
    {%- endif -%}
{%- endmacro %}
