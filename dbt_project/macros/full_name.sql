{#- A full name in one cell. 'JONES, Siôn Rhys' has a comma: surname first. Otherwise the last word is
    the surname, together with the particles before it: 'Rhys ap Gwilym', 'Ana de la Cruz'. A single
    word is taken for the surname. -#}

{% macro particles() -%}
    ap|ab|ferch|verch|de|del|della|di|da|dos|du|la|le|van|von|der|den|ten|mc|mac|o|bin|binti|ibn|al|el|st
{%- endmacro %}

{% macro surname_of(full_name) -%}
    case
        when contains({{ full_name }}, ',') then split_part({{ full_name }}, ',', 1)
        else regexp_extract({{ tidy(full_name) }}, '(?i)^(?:.+?[ ])??((?:(?:{{ particles() }})[ ])*[^ ]+)$', 1)
    end
{%- endmacro %}

{% macro forenames_of(full_name) -%}
    case
        when contains({{ full_name }}, ',') then replace(substr({{ full_name }}, position(',' in {{ full_name }}) + 1), ',', ' ')
        else regexp_extract({{ tidy(full_name) }}, '(?i)^(?:(.+?)[ ])??(?:(?:{{ particles() }})[ ])*[^ ]+$', 1)
    end
{%- endmacro %}
