{#- What names a row, one column or several: never NULL, never twice. One test where dbt's own not_null and unique
    would be two. Gives counts only. -#}
{% test primary_key(model, column_name=none, columns=none) %}
    {%- set key = columns or [column_name] %}

select count(*) as count_rows
from {{ model }}
group by {{ key | join(', ') }}
having count(*) > 1 or {% for column in key %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}

{% endtest %}
