{#- Compulsory school age in Wales, Education Act 1996 section 8, both ends inclusive.

    It begins on the first prescribed day (31 March, 31 August, 31 December) on or after the fifth
    birthday, and ends on the last Friday in June of the school year (1 September to 31 August) in
    which the child turns 16. Only the month of birth decides which day that is, so a birth on
    29 February needs no rule of its own. -#}

{% macro csa_start(date_of_birth) -%}
    case
        when month({{ date_of_birth }}) <= 3 then make_date(year({{ date_of_birth }}) + 5, 3, 31)
        when month({{ date_of_birth }}) <= 8 then make_date(year({{ date_of_birth }}) + 5, 8, 31)
        else make_date(year({{ date_of_birth }}) + 5, 12, 31)
    end
{%- endmacro %}

{% macro csa_end(date_of_birth) -%}
    {%- set june_30 = "make_date(year(" ~ date_of_birth ~ ") + case when month(" ~ date_of_birth ~ ") >= 9 then 17 else 16 end, 6, 30)" -%}
    {#- isodow of a Friday is 5: go back from 30 June by the days since the last Friday -#}
    ({{ june_30 }} - cast((isodow({{ june_30 }}) + 2) % 7 as integer))
{%- endmacro %}

{#- NULL where the date of birth is NULL. -#}
{% macro is_csa(date_of_birth, on_date) -%}
    ({{ on_date }} between {{ csa_start(date_of_birth) }} and {{ csa_end(date_of_birth) }})
{%- endmacro %}
