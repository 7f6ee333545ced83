-- Certain links get the probability that their weight gives them; those that somebody decided on have one.
-- in:  links, record_thresholds, person_priors
-- out: links (match_probability set)
update links
set match_probability = round(
    1 / (1 + pow(2, t.no_partner_weight + p.unclaimed_weight - links.match_weight)), 9
)
from record_thresholds t
cross join person_priors p
where
    t.left_id = links.left_id
    and p.left_kind = links.left_kind
    and p.person_id = links.person_id
    and links.match_probability is null
