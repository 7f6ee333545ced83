-- For each blocking rule the true pairs of NHS records that it reaches, and those that no other rule reaches.
-- in:  true_pairs
-- out: blocking_reach, one row a rule, in the order of the rules
create or replace table blocking_reach as
with reach_by_rule as (
{% for rule in rules %}
    select
        {{ loop.index }} as rule_number,
        '{{ rule.name }}' as rule,
        count(*) filter ({{ rule.name }}) as true_pairs_reached,
        count(*) filter (
            {{ rule.name }}
            and {% for other in rules %}{{ " + " if not loop.first }}{{ other.name }}::integer{% endfor %} = 1
        ) as reached_by_no_other,
        count(*) as true_pairs
    from true_pairs
    where source = 'nhs'
    {{ "union all" if not loop.last }}
{% endfor %}
)

select * exclude (rule_number)
from reach_by_rule
order by rule_number
