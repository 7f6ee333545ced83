-- Left records, proving right records, and left records that a rule met by hardly any but true pairs gives a partner.
-- in:  left_features, right_features
with certainly_matched as (
{% for rule in rules %}
    -- {{ rule.why }}
    select l.unique_id
    from left_features l
    join right_features r on {{ rule.sql }}
    where l.kind <> r.kind and r.kind in $proving_kinds
    {{ "union" if not loop.last }}
{% endfor %}
)

select
    (select count(*) from left_features) as left_records,
    (select count(*) from right_features where kind in $proving_kinds) as right_records,
    (select count(*) from certainly_matched) as matched_records
