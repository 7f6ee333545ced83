{#- Recognising a child on the list of suppressions, although the spelling or the address differs. A macro and no
    model, because three models ask it of records that come into being one after the other: of the records received
    (int_suppression_matches), of this cycle's cases (int_case_history), of the register (int_case_withheld).

    | date of birth | postcode | surname | first forename | verdict |
    | --- | --- | --- | --- | --- |
    | same | any | same | same | suppressed, unless other homes answer to it too |
    | same | same | any | same | suppressed |
    | same | same | any | other | held: a twin, or the same child in other words |
    | other | same | same | same | held |
    | same | any | one the same, the other alike | | held |

    What a record says, and no person, suppresses only an NHS record that agrees in all four, and holds else. -#}

{#- Two spellings of one name, by Jaro-Winkler. -#}
{% macro is_alike_spelling(one, other) -%}
    jaro_winkler_similarity({{ one }}, {{ other }}) >= 0.88
{%- endmacro %}

{#- The same, or one surname within the other, as in a double-barrelled one. -#}
{% macro is_alike_surname(one, other) -%}
    {{ is_alike_spelling(one, other) }}
    or (length({{ other }}) >= 4 and contains({{ one }}, {{ other }}))
    or (length({{ one }}) >= 4 and contains({{ other }}, {{ one }}))
{%- endmacro %}

{#- The table above as one case, over the columns of `namesakes` below. -#}
{% macro suppression_verdict() -%}
    case
        when origin <> 'person' and source = 'nhs' and is_namesake and same_postcode then 'suppressed'
        when origin = 'person' and is_namesake and (same_postcode or not coalesce(has_other_homes, false)) then 'suppressed'
        when origin = 'person' and same_birth and same_postcode and same_forename then 'suppressed'
        when same_birth and same_postcode then 'held'
        when same_surname and same_forename then 'held'
        when same_birth and ((same_surname and alike_forename) or (same_forename and alike_surname)) then 'held'
    end
{%- endmacro %}

{#- `records` has record_id, source, surname_keys and forename_keys (lists: the names that a record gives a
    child, the usual one first), date_of_birth, postcode. Gives one row for each record that the list reaches, with
    the verdict that holds: cleared by a person, suppressed, held. -#}
{% macro suppression_verdicts(records) -%}
    with described as (

        select record_id, source, surname_keys, forename_keys, date_of_birth, postcode from {{ records }}

    ),

    children as (

        select
            entry,
            origin,
            reason,
            list_row,
            la_code,
            surname_key as child_surname,
            first_forename_key as child_forename,
            date_of_birth as child_birth,
            postcode as child_postcode
        from {{ ref('int_suppression_list') }}

    ),

    -- only pairs that the table above can give a verdict
    met as (

        select described.*, children.*
        from described
        inner join children on described.date_of_birth = children.child_birth
        union all
        select described.*, children.*
        from described
        inner join children
            on described.postcode = children.child_postcode
            and list_contains(described.surname_keys, children.child_surname)
            and list_contains(described.forename_keys, children.child_forename)
        where described.date_of_birth is distinct from children.child_birth

    ),

    compared as (

        select
            met.*,
            coalesce(list_contains(surname_keys, child_surname), false) as same_surname,
            coalesce(list_contains(forename_keys, child_forename), false) as same_forename,
            coalesce(date_of_birth = child_birth, false) as same_birth,
            coalesce(postcode = child_postcode, false) as same_postcode,
            coalesce({{ is_alike_surname('surname_keys[1]', 'child_surname') }}, false) as alike_surname,
            coalesce(
                {{ is_alike_spelling('forename_keys[1]', 'child_forename') }} or variants.other_key is not null, false
            ) as alike_forename,
            same_surname and same_forename and same_birth as is_namesake
        from met
        left join {{ ref('int_forename_variants') }} as variants
            on met.forename_keys[1] = variants.forename_key and met.child_forename = variants.other_key

    ),

    -- Several children may share name and birth date. The one at the home on the list is the child; where records
    -- of one supplier give other homes, nobody can say which of them is.
    namesakes as (

        select
            *,
            bool_or(same_postcode) over alike or min(postcode) over alike <> max(postcode) over alike
                as has_other_homes
        from compared
        window alike as (partition by entry, source, is_namesake)

    ),

    judged as (

        select
            record_id,
            source,
            reason,
            origin,
            list_row,
            la_code,
            entry,
            {{ suppression_verdict() }} as verdict,
            concat_ws(
                ', ',
                case when same_surname then 'surname' when alike_surname then 'surname alike' end,
                case when same_forename then 'first forename' when alike_forename then 'first forename alike' end,
                case when same_birth then 'date of birth' end,
                case when same_postcode then 'postcode' end
            ) as agrees
        from namesakes

    ),

    -- what a person said of exactly this child at this home comes before any likeness
    cleared as (

        select distinct described.record_id
        from described
        inner join {{ ref('stg_suppressions') }} as cleared
            on described.date_of_birth = cleared.date_of_birth
            and list_contains(described.surname_keys, cleared.surname_key)
            and list_contains(described.forename_keys, cleared.first_forename_key)
            and described.postcode is not distinct from cleared.postcode
        where cleared.reason = 'not_suppressed'

    )

    select
        judged.record_id,
        judged.source,
        case when cleared.record_id is not null then 'cleared' else judged.verdict end as verdict,
        judged.reason,
        judged.origin,
        judged.list_row,
        judged.la_code,
        judged.agrees
    from judged
    left join cleared on judged.record_id = cleared.record_id
    where judged.verdict is not null
    -- the gravest verdict and reason, and what a person said before what a record says
    qualify row_number() over (
        partition by judged.record_id
        order by judged.verdict desc, judged.reason, judged.origin <> 'person', judged.entry
    ) = 1
{%- endmacro %}

{#- The names of a staged record as lists, as suppression_verdicts compares them. -#}
{% macro names_for_suppression() -%}
    list_filter(
        [surname_key, {{ fold('preferred_surname') }}] || list_transform(string_split(coalesce(former_surname, ''), ';'), lambda name: {{ fold('name') }}),
        lambda name: name is not null
    ) as surname_keys,
    list_filter(
        [case when not forename_is_placeholder then {{ first_forename('forenames') }} end, {{ first_forename('preferred_forename') }}],
        lambda name: name is not null
    ) as forename_keys
{%- endmacro %}

{#- The same of a case, whose names stand as they were given. -#}
{% macro names_of_case() -%}
    list_filter(
        [{{ fold_name('surname') }}] || list_transform(string_split(coalesce(former_surname, ''), ';'), lambda name: {{ fold('name') }}),
        lambda name: name is not null
    ) as surname_keys,
    list_filter([{{ first_forename('forenames') }}], lambda name: name is not null) as forename_keys
{%- endmacro %}
