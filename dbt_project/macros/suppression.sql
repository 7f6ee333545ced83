{#- Knowing a child on the list of suppressions again, although the spelling or the address differs.

    | date of birth | postcode | surname | first forename | verdict |
    | --- | --- | --- | --- | --- |
    | same | any | same | same | suppressed, unless other homes answer to it too |
    | same | same | any | same | suppressed |
    | same | same | any | other | held: a twin, or the same child in other words |
    | other | same | same | same | held |
    | same | any | one the same, the other alike | | held |

    What a record says, and no person, suppresses only an NHS record that agrees in all four, and holds else. -#}

{#- `records` has record_id, source, surname_keys and forename_keys (lists: the names that a record gives a
    child, the usual one first), date_of_birth, postcode. Gives one row for each record that the list reaches, with
    the verdict that holds: cleared by a person, suppressed, held. -#}
{% macro suppression_verdicts(records) -%}
    with children as (

        select * from {{ ref('int_suppression_list') }}

    ),

    met as (

        select records.*, children.* rename (date_of_birth as child_born, postcode as child_postcode)
        from {{ records }} as records
        inner join children on records.date_of_birth = children.date_of_birth
        union all
        select records.*, children.* rename (date_of_birth as child_born, postcode as child_postcode)
        from {{ records }} as records
        inner join children
            on records.postcode = children.postcode
            and list_contains(records.surname_keys, children.surname_key)
            and list_contains(records.forename_keys, children.first_forename_key)
        where records.date_of_birth is distinct from children.date_of_birth

    ),

    aliases as (

        select distinct one.forename_key, other.forename_key as other_key
        from {{ ref('forename_aliases') }} as one
        inner join {{ ref('forename_aliases') }} as other on one.alias_group = other.alias_group

    ),

    compared as (

        select
            met.*,
            coalesce(list_contains(surname_keys, surname_key), false) as same_surname,
            coalesce(list_contains(forename_keys, first_forename_key), false) as same_forename,
            coalesce(met.date_of_birth = child_born, false) as same_birth,
            coalesce(met.postcode = child_postcode, false) as same_postcode,
            coalesce(
                jaro_winkler_similarity(surname_keys[1], surname_key) >= 0.88
                or (length(surname_key) >= 4 and contains(surname_keys[1], surname_key))
                or (length(surname_keys[1]) >= 4 and contains(surname_key, surname_keys[1])), false
            ) as alike_surname,
            coalesce(
                jaro_winkler_similarity(forename_keys[1], first_forename_key) >= 0.88 or aliases.other_key is not null, false
            ) as alike_forename
        from met
        left join aliases on met.forename_keys[1] = aliases.forename_key and met.first_forename_key = aliases.other_key

    ),

    -- Several children may share name and birth date. The one at the home on the list is the child; where records
    -- of one supplier give other homes, nobody can say which of them is.
    named as (

        select
            *,
            same_surname and same_forename and same_birth as is_named,
            bool_or(same_postcode) over namesakes or min(postcode) over namesakes <> max(postcode) over namesakes as has_other_homes
        from compared
        window namesakes as (partition by entry, source, same_surname and same_forename and same_birth)

    ),

    judged as (

        select
            record_id, source, reason, origin, list_row, la_code, entry,
            case
                when origin <> 'person' and source = 'nhs' and is_named and same_postcode then 'suppressed'
                when origin = 'person' and is_named and (same_postcode or not coalesce(has_other_homes, false)) then 'suppressed'
                when origin = 'person' and same_birth and same_postcode and same_forename then 'suppressed'
                when same_birth and same_postcode then 'held'
                when same_surname and same_forename then 'held'
                when same_birth and ((same_surname and alike_forename) or (same_forename and alike_surname)) then 'held'
            end as verdict,
            concat_ws(
                ', ',
                case when same_surname then 'surname' when alike_surname then 'surname alike' end,
                case when same_forename then 'first forename' when alike_forename then 'first forename alike' end,
                case when same_birth then 'date of birth' end,
                case when same_postcode then 'postcode' end
            ) as agrees
        from named

    ),

    -- what a person said of exactly this child at this home comes before any likeness
    cleared as (

        select records.record_id, said.source_row
        from {{ records }} as records
        inner join {{ ref('stg_suppressions') }} as said
            on records.date_of_birth = said.date_of_birth
            and list_contains(records.surname_keys, said.surname_key)
            and list_contains(records.forename_keys, said.first_forename_key)
            and records.postcode is not distinct from said.postcode
        where said.reason = 'not_suppressed'

    )

    select
        judged.record_id, judged.source,
        case when cleared.record_id is not null then 'cleared' else judged.verdict end as verdict,
        judged.reason, judged.origin, judged.list_row, judged.la_code, judged.agrees
    from judged
    left join cleared on judged.record_id = cleared.record_id
    where judged.verdict is not null
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
