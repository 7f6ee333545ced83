-- Which part of an address names the street, and which word of it.
-- out: street_text, street_part, street_word (macros)

-- "Flat 2, 14 Heol y Castell" -> "14 heol y castell": flats are lost on one side too often
create or replace macro street_text(t) as trim(
    regexp_replace(plain(t), '\b(flat|fflat|apartment|apt|unit|room)\s*[0-9a-z]+\b[ ,]*', '', 'g'),
    ' ,'
);

-- the first part with a number and a word, else the second (after a house name or a number alone)
create or replace macro street_part(p) as coalesce(
    list_filter(p, lambda x: regexp_matches(x, '[0-9]') and regexp_matches(x, '[a-z]{3}'))[1],
    case when regexp_matches(p[1], '^[0-9]') then p[2] else coalesce(p[2], p[1]) end,
    p[1]
);

-- "14 Heol y Castell" and "14 Castle Road" -> "castell" and "castle"; a kind of street where there is nothing else
create or replace macro street_word(t) as coalesce(
    list_filter(
        words(t),
        lambda x: length(x) > 1 and not regexp_matches(x, '[0-9]') and not list_contains({{ street_words }}, x)
    )[1],
    list_filter(words(t), lambda x: not regexp_matches(x, '[0-9]'))[1]
);
