-- The table of the truth, without rows: so it stays where there is no truth.
-- out: truth, one row a received row of a file
create or replace table truth (
    source_file varchar,
    source_row integer,
    child varchar,
    twin_set varchar,
    education_state varchar,
    is_missing boolean,
    name_group varchar,
    rurality varchar,
    errors varchar
)
