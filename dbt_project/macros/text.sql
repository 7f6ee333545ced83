{#- Reading text: tidying what is kept, folding what is compared. Nothing here guesses. Which words stand for no value
    is in given.sql; parts of names are in full_name.sql, of addresses in address.sql. -#}

{#- As given, but with outer and repeated whitespace gone; NULL where nothing is left. -#}
{% macro tidy(text) -%}
    nullif(trim(regexp_replace({{ text }}, '[\s\p{Z}]+', ' ', 'g')), '')
{%- endmacro %}

{#- Lower case without diacritics: 'Siôn' -> 'sion', and 'Łucja' -> 'lucja', since strip_accents leaves letters that are
    no base letter with an accent. Those are looked for only where something beyond ASCII is left (more bytes than
    characters): translate() takes thirty times as long as the rest, and few names need it. -#}
{% macro plain(text) -%}
    {%- set base = 'strip_accents(lower(' ~ text ~ '))' -%}
    case
        when strlen({{ base }}) = length({{ base }}) then {{ base }}
        else replace(replace(translate({{ base }}, 'łøđðıħŧ', 'loddiht'), 'ß', 'ss'), 'æ', 'ae')
    end
{%- endmacro %}

{#- Case, diacritics, spacing and punctuation set aside: 'Siôn O’Neill-Rhys' -> 'siononeillrhys'. NULL where nothing is
    left. -#}
{% macro fold(text) -%}
    nullif(regexp_replace({{ plain(text) }}, '[^\p{L}\p{N}]+', '', 'g'), '')
{%- endmacro %}

{#- The key by which a surname or a forename is compared exactly. -#}
{% macro fold_name(text) -%}
    {{ fold(text) }}
{%- endmacro %}

{#- As fold, but with single spaces between words: 'Siôn O’Neill-Rhys' -> 'sion oneill rhys'. An apostrophe joins, other
    punctuation divides. -#}
{% macro fold_words(text) -%}
    nullif(trim(regexp_replace(
        regexp_replace({{ plain(text) }}, '[''’‘`´]', '', 'g'), '[^\p{L}\p{N}]+', ' ', 'g'
    )), '')
{%- endmacro %}

{#- Lower case, no diacritics, single spaces, punctuation kept: the form in which seeds hold phrases. Empty where nothing
    is left. (No nullif here: DuckDB evaluates what stands inside it twice.) -#}
{% macro phrase(text) -%}
    trim(regexp_replace({{ plain(text) }}, '[\s\p{Z}]+', ' ', 'g'))
{%- endmacro %}

{#- Address lines as given, in order, empty ones left out. -#}
{% macro join_address(lines) -%}
    nullif(concat_ws(', ', {% for line in lines %}{{ tidy(line) }}{{ ', ' if not loop.last }}{% endfor %}), '')
{%- endmacro %}
