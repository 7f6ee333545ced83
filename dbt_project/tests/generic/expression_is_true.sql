{#- An invariant of every row. NULL counts as not true. Gives numbered rows, not their contents. -#}
{% test expression_is_true(model, expression, where_rows='true') %}

select row_number() over () as failing_row
from {{ model }}
where {{ where_rows }} and ({{ expression }}) is distinct from true

{% endtest %}
