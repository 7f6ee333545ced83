{#- Reading text: tidying what is kept, folding what is compared. Nothing here guesses. -#}

{#- As given, but with outer and repeated whitespace gone; NULL where nothing is left. -#}
{% macro tidy(text) -%}
    nullif(trim(regexp_replace({{ text }}, '[\s\p{Z}]+', ' ', 'g')), '')
{%- endmacro %}

{#- Case, diacritics, spacing and punctuation set aside: 'Siôn O’Neill-Rhys' -> 'siononeillrhys', and
    'Łucja' -> 'lucja': strip_accents leaves letters that are no base letter with an accent. -#}
{% macro fold(text) -%}
    nullif(regexp_replace(
        replace(replace(translate(strip_accents(lower({{ text }})), 'łøđðıħŧ', 'loddiht'), 'ß', 'ss'), 'æ', 'ae'),
        '[^\p{L}\p{N}]+', '', 'g'
    ), '')
{%- endmacro %}

{#- The key by which a surname or a forename is compared exactly. -#}
{% macro fold_name(text) -%}
    {{ fold(text) }}
{%- endmacro %}

{#- Lower case, no diacritics, single spaces: the form in which seeds hold phrases. -#}
{% macro phrase(text) -%}
    strip_accents(lower({{ tidy(text) }}))
{%- endmacro %}

{#- Address lines as given, in order, empty ones left out. -#}
{% macro join_address(lines) -%}
    nullif(concat_ws(', ', {% for line in lines %}{{ tidy(line) }}{{ ', ' if not loop.last }}{% endfor %}), '')
{%- endmacro %}
