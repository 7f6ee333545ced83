{#- Nothing is lost, nothing is doubled: of every file of the current cycle as many rows are in the model as are in
    raw and as were received. Gives one row a file that does not add up, with counts only. -#}
{% test rows_accounted_for(model, raw_table) %}

with received as (

    select source_file, rows_received
    from {{ ref('stg_files') }}
    where source = '{{ raw_table }}' and status = 'loaded'

),

stored as (

    select source_file, count(*) as rows_stored
    from {{ source('raw', raw_table) }}
    where cycle = {{ current_cycle() }}
    group by source_file

),

staged as (

    select source_file, count(*) as rows_staged from {{ model }} group by source_file

)

select
    source_file,
    coalesce(received.rows_received, 0) as rows_received,
    coalesce(stored.rows_stored, 0) as rows_stored,
    coalesce(staged.rows_staged, 0) as rows_staged
from received
full join stored using (source_file)
full join staged using (source_file)
where coalesce(received.rows_received, 0) <> coalesce(stored.rows_stored, 0)
    or coalesce(stored.rows_stored, 0) <> coalesce(staged.rows_staged, 0)

{% endtest %}
