-- What Splink predicts, with the level of each comparison by name. Splink drops the level itself, so it is read off the
-- weight: Comparison.distinct() sees to it that no two levels of a comparison weigh the same.
-- in:  predictions (a table of Splink), left_features, right_features
-- out: scored_pairs, one row a pair of records of different kinds
create or replace table scored_pairs as
select
    p.unique_id_l as left_id,
    p.unique_id_r as right_id,
    l.kind as left_kind,
    r.kind as right_kind,
    round(p.match_weight, {{ digits }}) as match_weight,
{% for comparison in comparisons %}
    (
        case round(p.mw_{{ comparison.name }}, {{ digits }})
        {% for level in comparison.levels %}
            when {{ level.weight }} then {{ level.gamma }}
        {% endfor %}
            else -1
        end
    )::tinyint as gamma_{{ comparison.name }},
    round(
        p.mw_{{ comparison.name }}{{ " + p.mw_tf_adj_" ~ comparison.name if comparison.is_adjusted }}, {{ digits }}
    ) as mw_{{ comparison.name }},
    case round(p.mw_{{ comparison.name }}, {{ digits }})
    {% for level in comparison.levels %}
        when {{ level.weight }} then '{{ level.name }}'
    {% endfor %}
    end as {{ comparison.name }}_level{{ "," if not loop.last }}
{% endfor %}
from {{ predictions }} p
join left_features l on l.unique_id = p.unique_id_l
join right_features r on r.unique_id = p.unique_id_r
where l.kind <> r.kind
