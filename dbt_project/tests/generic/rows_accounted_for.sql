{#- Nothing is lost, nothing is doubled: every file has as many rows in the model as it has in raw for the
    current cycle. Gives one row a file that does not add up, with counts only. -#}
{% test rows_accounted_for(model, raw_table) %}

with received as (

    select source_file, count(*) as count_received
    from {{ source('raw', raw_table) }}
    where cycle = {{ current_cycle() }}
    group by source_file

),

staged as (

    select source_file, count(*) as count_staged from {{ model }} group by source_file

)

select
    coalesce(received.source_file, staged.source_file) as source_file,
    received.count_received,
    staged.count_staged
from received
full join staged on received.source_file = staged.source_file
where received.count_received is distinct from staged.count_staged

{% endtest %}
