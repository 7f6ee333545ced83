-- The level of each comparison for given pairs, in their order; NULL where a side lacks the field.
-- in:  given_pairs (left_id, right_id), left_features, right_features
with numbered as (
    select
        left_id,
        right_id,
        row_number() over () as pair_number
    from given_pairs
),

l as (
    select columns(*) as '\0_l'
    from left_features
    where unique_id in (select left_id from numbered)
),

r as (
    select columns(*) as '\0_r'
    from right_features
    where unique_id in (select right_id from numbered)
)

select
    n.left_id,
    n.right_id,
{% for comparison in comparisons %}
    case
        when {{ comparison.null_sql }} then null
    {% for level in comparison.levels[:-1] %}
        when {{ level.sql }} then '{{ level.name }}'
    {% endfor %}
        else '{{ comparison.levels[-1].name }}'
    end as {{ comparison.name }}{{ "," if not loop.last }}
{% endfor %}
from numbered n
join l on l.unique_id_l = n.left_id
join r on r.unique_id_r = n.right_id
order by n.pair_number
