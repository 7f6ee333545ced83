{#- The grain of a table whose key has several columns. Gives counts only. -#}
{% test unique_together(model, columns) %}

select count(*) as count_rows
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
