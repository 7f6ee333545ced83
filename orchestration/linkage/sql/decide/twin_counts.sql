-- What the run shows of each left kind and class of names: the fields of Counts in unseen_twin_risk.py, in their order.
-- in:  candidate_links, links, left_features, seen_twins, record_thresholds
with probable as (
    select *
    from candidate_links
    where match_probability >= $accept_probability
),

found as (
    select left_id
    from links
    union
    select left_id
    from candidate_links
    where match_probability >= 0.5
),

kinds as (
    select
        f.kind as left_kind,
        count(*) as records,
        count(*) filter (f.unique_id in (select left_id from seen_twins)) as twins_seen,
        sum(t.coverage) as known,
        sum(t.coverage * (1 - t.coverage)) as one_of_two,
        (select avg(p.absent_left) from probable p where p.left_kind = f.kind) as absent_left
    from left_features f
    join record_thresholds t on t.left_id = f.unique_id
    group by f.kind
),

twins as (
    select
        s.left_kind,
        count(*) as pairs,
        sum(t.coverage * (1 - t.coverage)) as partings_expected,
        count(*) filter (
            s.left_id in (select left_id from found)
            and s.twin_id not in (select left_id from found)
        ) as partings
    from seen_twins s
    join record_thresholds t using (left_id)
    group by s.left_kind
),

classes as (
    select unnest($classes) as name_class
)

select
    k.left_kind,
    n.name_class,
    k.records,
    k.twins_seen,
    k.known,
    k.one_of_two,
    k.absent_left,
    coalesce(w.partings, 0) as partings,
    coalesce(w.partings_expected, 0) as partings_expected,
    coalesce(w.pairs, 0) as pairs_seen_all,
    (
        select count(*)
        from seen_twins s
        where s.left_kind = k.left_kind and s.name_class = n.name_class
    ) as pairs_seen,
    (
        select count(*)
        from probable p
        where p.left_kind = k.left_kind and p.name_class = n.name_class and not p.is_twin_visible
    ) as links
from kinds k
left join twins w using (left_kind)
cross join classes n
where k.absent_left is not null
order by all
