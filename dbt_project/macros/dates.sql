{#- Reading dates. Day first always; a two-digit year is 20yy (the dates are of children, or of things
    that happened to them); what can be read in no listed way is 'unreadable', what can be read but is
    on no calendar, or outside the years wanted, is 'impossible'. Nothing is swapped or guessed.

    Forms read: 03/09/2014, 3.9.14, 3-9-2014, 2014-09-03, 2014/9/3, 20140903, 41885 (an Excel serial,
    1900 system), 3-Sep-2014, 3rd September 2014, September 3, 2014, 3 Medi 2014, 3ydd o Fedi 2014; each with
    or without a time of day. -#}

{#- '1' to '12' for a month's name or usual abbreviation, English or Welsh, the soft-mutated Welsh forms
    ('3ydd o Fedi') included; NULL for any other word. -#}
{% macro month_number(name) -%}
    {%- set months = [
        ['jan', 'january', 'ion', 'ionawr'],
        ['feb', 'february', 'chw', 'chwe', 'chwef', 'chwefror'],
        ['mar', 'march', 'maw', 'mawrth', 'fawrth'],
        ['apr', 'april', 'ebr', 'ebrill'],
        ['may', 'mai', 'fai'],
        ['jun', 'june', 'meh', 'mehefin', 'fehefin'],
        ['jul', 'july', 'gor', 'gorff', 'gorffennaf', 'orffennaf'],
        ['aug', 'august', 'aws', 'awst'],
        ['sep', 'sept', 'september', 'med', 'medi', 'fedi'],
        ['oct', 'october', 'hyd', 'hydref'],
        ['nov', 'november', 'tach', 'tachwedd', 'dachwedd'],
        ['dec', 'december', 'rhag', 'rhagfyr', 'ragfyr'],
    ] -%}
    case {% for names in months %}
        when {{ name }} in ('{{ names | join("', '") }}') then '{{ loop.index }}'{% endfor %}
    end
{%- endmacro %}

{#- The text of a date in lower case, every dash and blank an ordinary one. -#}
{% macro date_text(text) -%}
    lower(trim(translate({{ text }}, '–—‑' || chr(160) || chr(9), '---  ')))
{%- endmacro %}

{#- The same without a time of day. -#}
{% macro without_time(date_text) -%}
    regexp_replace({{ date_text }}, '[t ]+\d{1,2}:\d{2}.*$', '')
{%- endmacro %}

{#- Year, month and day of a date written in text, as 'yyyy-m-d', not yet checked against the
    calendar; NULL where the text has no form that is read. The list of one is a way to name the
    tidied text once, so that it is worked out once a row. -#}
{% macro date_to_iso(text) -%}
    {%- set day_month_name_year = "'^(\\d{1,2})(?:st|nd|rd|th|af|ail|ydd|fed|ed|eg|ain)?[ .,/-]*(?:of |o )?([a-z]+)[ .,/-]*(\\d{4}|\\d{2})$'" -%}
    {%- set month_name_day_year = "'^([a-z]+)[ .]+(\\d{1,2})(?:st|nd|rd|th)?[ ,]+(\\d{4})$'" -%}
    list_transform(
        [{{ without_time(date_text(text)) }}],
        lambda t: case
            when regexp_matches(t, '^\d{1,2}[ /.-]+\d{1,2}[ /.-]+\d{4}$')
                then regexp_replace(t, '^(\d+)\D+(\d+)\D+(\d+)$', '\3-\2-\1')
            when regexp_matches(t, '^\d{4}[ /.-]+\d{1,2}[ /.-]+\d{1,2}$')
                then regexp_replace(t, '^(\d+)\D+(\d+)\D+(\d+)$', '\1-\2-\3')
            when regexp_matches(t, '^\d{1,2}[ /.-]+\d{1,2}[ /.-]+\d{2}$')
                then regexp_replace(t, '^(\d+)\D+(\d+)\D+(\d+)$', '20\3-\2-\1')
            when regexp_matches(t, '^(19|20)\d{6}$')
                then regexp_replace(t, '^(....)(..)(..)$', '\1-\2-\3')
            when regexp_matches(t, '^\d{5}(\.\d+)?$')
                then cast(date '1899-12-30' + cast(left(t, 5) as integer) as varchar)
            when regexp_matches(t, {{ day_month_name_year }})
                then right('20' || regexp_extract(t, {{ day_month_name_year }}, 3), 4)
                    || '-' || {{ month_number("regexp_extract(t, " ~ day_month_name_year ~ ", 2)") }}
                    || '-' || regexp_extract(t, {{ day_month_name_year }}, 1)
            when regexp_matches(t, {{ month_name_day_year }})
                then regexp_extract(t, {{ month_name_day_year }}, 3)
                    || '-' || {{ month_number("regexp_extract(t, " ~ month_name_day_year ~ ", 1)") }}
                    || '-' || regexp_extract(t, {{ month_name_day_year }}, 2)
        end
    )[1]
{%- endmacro %}

{#- The date, where it is on the calendar and not before `earliest` nor after `latest`; else NULL. -#}
{% macro iso_to_date(iso, latest, earliest="date '1990-01-01'") -%}
    case
        when try_cast({{ iso }} as date) between {{ earliest }} and {{ latest }}
            then try_cast({{ iso }} as date)
    end
{%- endmacro %}

{#- Why there is no date: 'missing', 'unreadable', 'impossible', or NULL where there is one. -#}
{% macro date_fault(is_given, iso, parsed) -%}
    case
        when not {{ is_given }} then 'missing'
        when {{ iso }} is null then 'unreadable'
        when {{ parsed }} is null then 'impossible'
    end
{%- endmacro %}

{#- The same in one step, for dates other than a date of birth. The end of time is allowed by default,
    since systems write 9999-12-31 for 'still open'. -#}
{% macro parse_date(text, latest="date '9999-12-31'", earliest="date '1990-01-01'") -%}
    {{ iso_to_date(date_to_iso(text), latest, earliest) }}
{%- endmacro %}

{#- In which form a date is written, as a code, never the value: what a supplier's system writes, so that it
    can be asked to write one form. A form says nothing of the calendar: 31/02/2014 has one too. Other forms
    than those that are read are 'other'. -#}
{% macro date_form(text) -%}
    {%- set shape = "regexp_replace(regexp_replace(" ~ without_time(date_text(text)) ~ ", '[0-9]', '9', 'g'), '[a-z]+', 'a', 'g')" -%}
    case
        when not {{ is_given(text) }} then 'missing'
        else list_transform([{{ shape }}], lambda shape: case
            when regexp_matches(shape, '^99?/99?/9999$') then 'day_month_year_slash'
            when regexp_matches(shape, '^99?-99?-9999$') then 'day_month_year_dash'
            when regexp_matches(shape, '^99?[.]99?[.]9999$') then 'day_month_year_dot'
            when regexp_matches(shape, '^99?[ /.-]+99?[ /.-]+9999$') then 'day_month_year_other'
            when regexp_matches(shape, '^99?[ /.-]+99?[ /.-]+99$') then 'day_month_short_year'
            when regexp_matches(shape, '^9999-99-99$') then 'iso'
            when regexp_matches(shape, '^9999[ /.-]+99?[ /.-]+99?$') then 'year_month_day_other'
            when shape = '99999999' and left({{ date_text(text) }}, 2) in ('19', '20') then 'compact'
            when regexp_matches(shape, '^99999([.]9+)?$') then 'excel_serial'
            when regexp_matches(shape, '^99?a?[ .,/-]*(a )?a[ .,/-]*(9999|99)$') then 'day_month_name_year'
            when regexp_matches(shape, '^a[ .]+99?a?[ ,]+9999$') then 'month_name_day_year'
            else 'other'
        end)[1]
    end
{%- endmacro %}

{#- Does the date have a time of day with it? -#}
{% macro has_time(text) -%}
    coalesce(regexp_matches({{ date_text(text) }}, '[0-9a-z][t ]+\d{1,2}:\d{2}'), false)
{%- endmacro %}
