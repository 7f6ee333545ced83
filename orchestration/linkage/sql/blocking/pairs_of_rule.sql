-- How many pairs an equality of columns would bring together, counted block by block.
-- in:  left_features, right_features
with
{% for side, columns in sides.items() %}
{{ side }}_blocks as (
    select
    {% for column in columns %}
        {{ column }} as key_{{ loop.index }},
    {% endfor %}
        count(*) as records
    from {{ side }}_features
    where
    {% for column in columns %}
        {{ "and " if not loop.first }}{{ column }} is not null
    {% endfor %}
    group by all
){{ "," if not loop.last }}

{% endfor %}
select coalesce(sum(l.records * r.records), 0) as pairs
from left_blocks l
join right_blocks r using (
{% for column in sides.left %}
    key_{{ loop.index }}{{ "," if not loop.last }}
{% endfor %}
)
