-- Records that a model can be trained on, by side.
-- in:  left_features, right_features
select
    (select count(*) from left_features where kind = 'nhs' and dob is not null) as left_records,
    (select count(*) from right_features where kind in $proving_kinds and dob is not null) as right_records
