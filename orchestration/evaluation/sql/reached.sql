-- Records of which some true pair is compared.
-- in:  true_pairs
-- out: reached, one row a received record
create or replace table reached as
select distinct left_id as record_id
from true_pairs
where
{% for rule in rules %}
    {{ "or " if not loop.first }}{{ rule.name }}
{% endfor %}
