-- Which words of a name say who it is.
-- out: named, join_prefix, surname_words, surname_core, surname_parts (macros)

-- ["twin", "1"] -> [], ["baby", "ella"] -> ["ella"], ["a"] stays: an initial is a forename
create or replace macro named(w) as case
    when not list_has_any(w, {{ no_forename_words }}) then w
    else list_filter(w, lambda x: not list_contains(list_concat({{ no_forename_words }}, {{ ordinals }}), x))
end;

-- "mc donald" -> "mcdonald", "o brien" -> "obrien"
create or replace macro join_prefix(t) as
    regexp_replace(t, '\b({{ name_prefixes }}) ([a-z]{3,})', '\1\2', 'g');

create or replace macro surname_words(t) as coalesce(string_split(join_prefix(fold_words(t)), ' '), []);

-- "ap Rhys" -> ["rhys"]; patronymics are kept when there is nothing else
create or replace macro surname_core(w) as case
    when len(list_filter(w, lambda x: not list_contains({{ patronymics }}, x))) = 0 then w
    else list_filter(w, lambda x: not list_contains({{ patronymics }}, x))
end;

-- "de la Cruz-Evans" -> ["cruz", "evans"]
create or replace macro surname_parts(t) as list_filter(
    surname_words(t),
    lambda x: length(x) > 2 and not list_contains({{ name_particles }}, x)
);
