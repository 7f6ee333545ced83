-- How text is folded and cut into words. Plain text and keys are folded as dbt's macros of the same names fold them.
-- out: plain, fold_words, fold_name, fold, words, glued (macros)

-- "Siôn" -> "sion"
create or replace macro plain(t) as {{ plain }};

-- "Siôn-O’Neill " -> "sion oneill": an apostrophe joins, other punctuation divides
create or replace macro fold_words(t) as {{ fold_words }};

-- "Siôn-Rhys" -> "sionrhys": the key of the definition of a perfect match
create or replace macro fold_name(t) as {{ fold_name }};

-- the same for the parts of an address
create or replace macro fold(t) as {{ fold }};

create or replace macro words(t) as coalesce(string_split(fold_words(t), ' '), []);

-- ["mary", "ann"] -> "maryann"
create or replace macro glued(w) as nullif(array_to_string(w, ''), '');
