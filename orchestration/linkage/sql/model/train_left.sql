-- NHS records to train on. Two twins agree on all but the forename, and would teach that true pairs do so.
-- in:  left_features
-- out: train_left, one row a left record; dropped after training
create or replace table train_left as
select *
from left_features
where not twin and kind = 'nhs'
order by unique_id
