-- The records of one side with the columns and types that linkage reads, in an order that does not depend on the row
-- order given. A column that is missing is read as empty.
-- in:  given (rows in the shape of int_linkage_left or int_linkage_right)
-- out: <side>_input (temp), one row a record
create or replace temp table {{ side }}_input as
select
{% for name, type in columns.items() %}
    cast({{ name if name in given else "null" }} as {{ type }}) as {{ name }}{{ "," if not loop.last }}
{% endfor %}
from given
order by record_id
