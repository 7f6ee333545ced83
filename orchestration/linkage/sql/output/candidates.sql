-- The five best pairs of every record that was not matched exactly, with the parts of each weight, so that an
-- explanation adds up: prior_weight + mw_... = match_weight. No names.
-- in:  person_pairs, record_thresholds, person_priors, links
-- out: candidates, one row a left record and person, at most five a record
create or replace table candidates as
select
    left_id,
    right_id,
    person_id,
    match_weight,
    round(1 / (1 + pow(2, no_partner_weight + unclaimed_weight - match_weight)), 9) as match_probability,
    round(
        match_weight
        - (
        {% for name in comparisons %}
            {{ "+ " if not loop.first }}mw_{{ name }}
        {% endfor %}
        ),
        6
    ) as prior_weight,
{% for name in comparisons %}
    gamma_{{ name }},
    mw_{{ name }},
    {{ name }}_level{{ "," if not loop.last }}
{% endfor %}
from person_pairs
join record_thresholds using (left_id)
join person_priors using (left_kind, person_id)
where left_id not in (select left_id from links where match_reason = 'exact_all_fields')
qualify row_number() over (partition by left_id order by match_weight desc, right_id) <= 5
