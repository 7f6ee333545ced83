{#- The day on which something happened in Wales. Times are kept in UTC, and in summer the last hour of a
    UTC day is the next day here: a return that came after the deadline must not look punctual. -#}
{% macro day_in_wales(moment_utc) -%}
    cast(timezone('Europe/London', timezone('UTC', {{ moment_utc }})) as date)
{%- endmacro %}
