{#- How the same field of two records of one child differs, as a code. The order of the tests is the order of
    certainty: what is missing cannot differ, what a rule explains is no slip. -#}

{#- One slip of the keyboard or the scanner, two in a long word; two letters exchanged are one. -#}
{% macro is_typo(one, other) -%}
    damerau_levenshtein({{ one }}, {{ other }})
        <= case when least(length({{ one }}), length({{ other }})) >= 8 then 2 else 1 end
{%- endmacro %}

{#- What is missing on which side, as the first branches of a case. -#}
{% macro when_missing(nhs, education) -%}
    when {{ nhs }} is null and {{ education }} is null then 'missing_both'
        when {{ nhs }} is null then 'missing_nhs'
        when {{ education }} is null then 'missing_education'
{%- endmacro %}

{#- Is one text a part of the other, at its beginning or end? Very short ones would be so by chance, and
    what lacks a letter or two is a slip. -#}
{% macro is_part_of(one, other) -%}
    least(length({{ one }}), length({{ other }})) >= 3 and abs(length({{ one }}) - length({{ other }})) >= 3
        and (
            starts_with({{ one }}, {{ other }}) or starts_with({{ other }}, {{ one }})
            or ends_with({{ one }}, {{ other }}) or ends_with({{ other }}, {{ one }})
        )
{%- endmacro %}

{#- The first forename, folded. -#}
{% macro first_forename(forenames) -%}
    {{ fold("split_part(" ~ tidy(forenames) ~ ", ' ', 1)") }}
{%- endmacro %}

{#- Is the rest of a date right where one of day, month and year is not? -#}
{% macro is_date_with_one_part_wrong(one, other) -%}
    (day({{ one }}) = day({{ other }}))::integer + (month({{ one }}) = month({{ other }}))::integer
        + (year({{ one }}) = year({{ other }}))::integer = 2
{%- endmacro %}

{#- Are day and month in each other's place? -#}
{% macro is_day_month_swap(one, other) -%}
    day({{ one }}) = month({{ other }}) and month({{ one }}) = day({{ other }}) and year({{ one }}) = year({{ other }})
{%- endmacro %}

{#- The same home in other words: the same house number, or without numbers the same beginning. Only to be
    asked of addresses of one postcode. -#}
{% macro is_same_house(one, other) -%}
    case
        when regexp_extract({{ one }}, '^\d+') <> '' then regexp_extract({{ one }}, '^\d+') = regexp_extract({{ other }}, '^\d+')
        else left({{ one }}, 5) = left({{ other }}, 5)
    end
{%- endmacro %}
