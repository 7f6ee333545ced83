-- Pairs of education records that some rule takes for one child (EDGE_RULES in persons.py).
-- in:  proving_records
-- out: person_edges (temp), one row a pair of records and rule
create or replace temp table person_edges as
{% for rule in rules %}
-- {{ rule.why }}
select
    a.node as a_node,
    b.node as b_node,
    '{{ rule.name }}' as rule
from proving_records a
join proving_records b on {{ rule.keys }}
where a.node < b.node and ({{ rule.condition }})
{{ "union all" if not loop.last }}
{% endfor %}
