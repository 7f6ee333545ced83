-- Links that somebody has decided on. Where decisions contradict each other the heaviest pair counts, within a left
-- record and within a person.
-- in:  pair_decisions, left_features, right_features, persons, scored_pairs
-- out: links (rows added)
insert into links
select
    l.unique_id as left_id,
    l.kind as left_kind,
    p.person_id,
    r.unique_id as right_id,
    r.kind as right_kind,
    'accept' as decision,
    'person_decision' as match_reason,
    s.match_weight,
    1.0 as match_probability,
    null as rival_weight
from pair_decisions d
join left_features l on l.unique_id = d.left_record_id
join right_features r on r.unique_id = d.right_record_id
join persons p on p.record_id = r.unique_id
left join scored_pairs s on s.left_id = l.unique_id and s.right_id = r.unique_id
where d.decision = 'match' and l.kind <> r.kind
qualify
    row_number() over (
        partition by l.unique_id
        order by s.match_weight desc nulls last, r.unique_id
    ) = 1
    and row_number() over (
        partition by l.kind, p.person_id
        order by s.match_weight desc nulls last, l.unique_id
    ) = 1
