-- How a forename sounds.
-- out: single_letters, sound, shape (macros)

-- "anna" -> "ana"
create or replace macro single_letters(t) as array_to_string(
    list_filter(string_split(t, ''), lambda x, i: i = 1 or x <> t[i - 1]),
    ''
);

-- "khadeeja" -> "kadija", "layla" -> "laila", "hussein" -> "husain"
create or replace macro sound(t) as single_letters({{ sound_of_t }});

-- "mohamud" -> "mahamad", but "mahmud" -> "mahmad"; the last letter stays, for it may tell a girl from a boy
create or replace macro shape(s) as case
    when length(regexp_replace(s, '[aeiou]', '', 'g')) >= {{ shape_consonants }}
        then regexp_replace(s, '[aeiou]+', 'a', 'g') || '/' || right(s, 1)
end;
