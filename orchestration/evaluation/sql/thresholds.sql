-- The weight at which a pair of an authority's NHS record is worth a look, even, and accepted. Weight and probability
-- of a scored pair give the even weight of its record; the costs give the rest.
-- in:  candidates, linkage_left
with even_weights as (
    select
        coalesce(l.la_code, 'unknown') as la_code,
        c.left_id,
        median(c.match_weight - log2(c.match_probability / (1 - c.match_probability))) as even_weight
    from candidates c
    join linkage_left l on l.record_id = c.left_id
    where l.kind = 'nhs' and c.match_probability between 0.000001 and 0.999999
    group by all
),

by_authority as (
    select
        case when grouping(la_code) = 1 then 'total' else la_code end as la_code,
        count(*) as records,
        median(even_weight) as even_weight
    from even_weights
    group by grouping sets ((la_code), ())
    having count(*) > 0
)

select
    la_code,
    records,
    round(even_weight + $review_log_odds, 2) as review_weight,
    round(even_weight, 2) as even_weight,
    round(even_weight + $accept_log_odds, 2) as accept_weight
from by_authority
order by la_code = 'total', la_code
