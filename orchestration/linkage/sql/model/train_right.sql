-- Education records to train on, as train_left has those of the NHS.
-- in:  right_features
-- out: train_right, one row a right record; dropped after training
create or replace table train_right as
select *
from right_features
where not twin and kind in $proving_kinds
order by unique_id
