{#- The ids that this project makes: of records, children, cases and persons. No id is made anywhere else; Python renders
    these macros (orchestration/domain/ids.py). People's decisions hang on ids, so a change here drops them. -#}

{#- '<kind>-' and sixteen hexadecimal digits: the same parts give the same id in every run. `parts` are SQL expressions;
    NULL where one of them is. -#}
{% macro hashed_id(kind, parts) -%}
    '{{ kind }}-' || substr(md5({{ parts | join(" || '|' || ") }}), 1, 16)
{%- endmacro %}

{#- Of the row of a file, whatever it says. `kind` is that of the source (landing_sources). -#}
{% macro record_id(kind) -%}
    {{ hashed_id(kind, ['cycle', 'source_file', 'cast(source_row as varchar)']) }}
{%- endmacro %}

{#- Of the child that the record with this id is of. -#}
{% macro child_id(record_id) -%}
    {{ hashed_id('child', [record_id]) }}
{%- endmacro %}

{#- Of a case, by what tells it from every other: an authority and its reference, or a child. -#}
{% macro case_id(parts) -%}
    {{ hashed_id('case', parts) }}
{%- endmacro %}

{#- Of the person whom linkage found, by the first of its record ids. -#}
{% macro person_id(record_id) -%}
    {{ hashed_id('person', [record_id]) }}
{%- endmacro %}
