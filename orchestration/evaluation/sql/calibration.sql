-- NHS links by band of match probability, and how many of them are true. Band i begins at $edges[i + 1] (lists begin at
-- 1); the last one includes its end.
-- in:  records
select
    least(len(list_filter($edges, lambda edge: edge <= match_probability)), len($edges) - 1) - 1 as band,
    count(*) as links,
    count(*) filter (is_true) as true_links,
    avg(match_probability) as mean_probability
from records
where
    source = 'nhs'
    and (is_accepted or is_held)
    and match_probability is not null
group by band
order by band
