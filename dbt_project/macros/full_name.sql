{#- A full name in one cell, and the words that belong to a surname. 'JONES, Siôn Rhys' has a comma: surname first.
    Otherwise the last word is the surname, together with the particles before it: 'Rhys ap Gwilym', 'Ana de la Cruz'.
    The first of several words is always a forename, so that 'Al Jones' and 'Della Rees' keep theirs. A single word is
    the surname.

    Each list is written as alternatives of a pattern, folded; Python reads the same lists (orchestration/domain). -#}

{#- Son of and daughter of, in Welsh: they come and go between one list and another. -#}
{% macro patronymics() -%}
    ap|ab|ferch|verch
{%- endmacro %}

{#- Beginnings of a surname, joined to the rest or apart: 'McDonald', 'Mc Donald', 'O Brien'. -#}
{% macro name_prefixes() -%}
    mc|mac|o
{%- endmacro %}

{#- All words that belong to the surname after them and are no surname alone. -#}
{% macro name_particles() -%}
    {{ patronymics() }}|{{ name_prefixes() }}|abu|al|bin|bint|binti|da|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|st|ten|van|von|y
{%- endmacro %}

{% macro surname_of(full_name) -%}
    case
        when contains({{ full_name }}, ',') then split_part({{ full_name }}, ',', 1)
        else regexp_extract(
            {{ tidy(full_name) }}, '(?i)^(?:[^ ]+(?: .+?)?? )?((?:(?:{{ name_particles() }}) )*[^ ]+)$', 1
        )
    end
{%- endmacro %}

{% macro forenames_of(full_name) -%}
    case
        when contains({{ full_name }}, ',') then replace(substr({{ full_name }}, position(',' in {{ full_name }}) + 1), ',', ' ')
        else regexp_extract(
            {{ tidy(full_name) }}, '(?i)^(?:([^ ]+(?: .+?)??) )?(?:(?:{{ name_particles() }}) )*[^ ]+$', 1
        )
    end
{%- endmacro %}
