-- The chance that a proposed link of two forenames is to the child's twin: the odds of its kind and class of names,
-- scaled by the chances that each of the two is absent from the other list. 0 where the forenames are those of one
-- child, and where a twin is in sight: whether that is the case is not a matter of chance. 1 where the run shows too
-- little.
-- in:  candidate_links, record_thresholds, unseen_twin_odds (given: left_kind, name_class, odds)
-- out: unseen_twin_risks, one row a proposed link
create or replace table unseen_twin_risks as
select
    c.left_id,
    c.person_id,
    case
        when c.name_class is null or c.is_twin_visible then 0.0
        else coalesce(1 - 1 / (1 + o.odds * c.absent_left * (1 - t.coverage)), 1.0)
    end::double as unseen_twin_risk
from candidate_links c
join record_thresholds t using (left_id)
left join unseen_twin_odds o using (left_kind, name_class)
