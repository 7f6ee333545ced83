-- For each group of records the counts of all measures, two a measure: its top and its bottom.
-- in:  records
with grouped as (
    select
        *,
        {{ group_value }} as group_value
    from records
    where source = 'nhs' or {{ "true" if all_sources else "false" }}
)

select
    coalesce(group_value, 'unknown') as group_value,
    sum(match_probability) filter (is_accepted) as sum_of_probabilities,
{% for measure in measures %}
    count(*) filter ({{ measure.top }}) as {{ measure.name }}_top,
    count(*) filter ({{ measure.bottom }}) as {{ measure.name }}_bottom{{ "," if not loop.last }}
{% endfor %}
from grouped
group by 1
