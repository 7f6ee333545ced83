-- Every pair of records of one child, with whether each blocking rule brings it to scoring. Pairs are made from the
-- truth and each rule is asked of them, which is linear; blocking again would compare all pairs to answer the same.
-- in:  outcomes, lineage, truth, left_features, right_features
-- out: true_pairs, one row a received and an education record of one child
create or replace table true_pairs as
with received as (
    select
        o.record_id,
        o.source,
        t.child
    from outcomes o
    join truth t using (source_file, source_row)
),

known as (
    select
        x.record_id,
        t.child
    from lineage x
    join truth t using (source_file, source_row)
)

select
    a.record_id as left_id,
    b.record_id as right_id,
    a.source,
{% for rule in rules %}
    coalesce({{ rule.sql }}, false) as {{ rule.name }}{{ "," if not loop.last }}
{% endfor %}
from received a
join known b using (child)
join left_features l on l.unique_id = a.record_id
join right_features r on r.unique_id = b.record_id
where l.kind <> r.kind
