-- The class of two forenames (CLASSES in unseen_twin_risk.py); NULL where they are forms of one name, or one is
-- missing.
-- out: name_class(is_lookalike, is_conflict, is_rare), a macro
create or replace macro name_class(is_lookalike, is_conflict, is_rare) as case
    when is_lookalike then 'alike'
    when is_conflict and is_rare then 'slip'
    when is_conflict then 'differ'
end
