-- Each NHS record accepted as a person in education, field by field beside the record it was linked to.
with links as (

    select left_id, right_id
    from {{ source('linkage', 'links') }}
    where left_kind = 'nhs' and decision = 'accept'

),

education as (

    {% for source, facts in landing_sources().items() if facts.education_rank -%}
    select
        record_id, surname_key, forename_key, forenames, middle_names, former_surname, preferred_surname,
        preferred_forename, date_of_birth, postcode, postcode_fault, postcode_la_code, address_key
    from {{ ref('stg_' ~ source) }}
    where record_id in (select right_id from links)
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

aliases as (

    select distinct one.forename_key as variant_1, other.forename_key as variant_2
    from {{ ref('forename_aliases') }} as one
    inner join {{ ref('forename_aliases') }} as other on one.alias_group = other.alias_group

),

pairs as (

    select
        nhs.record_id,
        nhs.supplier_la_code,
        nhs.surname_key as nhs_surname,
        nhs.former_surname as nhs_former_surname,
        nhs.forename_key as nhs_forename,
        nhs.forenames as nhs_forenames,
        nhs.date_of_birth as nhs_birth,
        case when nhs.postcode_fault is distinct from 'placeholder' then nhs.postcode end as nhs_postcode,
        nhs.postcode_la_code as nhs_la,
        nhs.address_key as nhs_address,
        education.surname_key as surname,
        education.former_surname,
        education.preferred_surname,
        education.forename_key as forename,
        education.forenames,
        education.middle_names,
        education.preferred_forename,
        education.date_of_birth as birth,
        case when education.postcode_fault is distinct from 'placeholder' then education.postcode end as postcode,
        education.postcode_la_code as la,
        education.address_key as address
    from links
    inner join {{ ref('stg_nhs') }} as nhs on links.left_id = nhs.record_id
    inner join education on links.right_id = education.record_id

),

first_names as (

    select
        *,
        case when nhs_forename <> forename then {{ first_forename('nhs_forenames') }} end as nhs_first,
        case when nhs_forename <> forename then {{ first_forename('forenames') }} end as first
    from pairs

)

select
    pairs.record_id,
    pairs.supplier_la_code,
    case
        {{ when_missing('nhs_surname', 'surname') }}
        when nhs_surname = surname then 'agree'
        when nhs_surname = forename and nhs_forename = surname then 'names_swapped'
        when nhs_surname in ({{ fold('former_surname') }}, {{ fold('preferred_surname') }})
            or surname = {{ fold('nhs_former_surname') }} then 'other_name_held'
        when {{ is_part_of('nhs_surname', 'surname') }} then 'part_only'
        when {{ is_typo('nhs_surname', 'surname') }} then 'typo'
        else 'different'
    end as surname_kind,
    case
        {{ when_missing('nhs_forename', 'forename') }}
        when nhs_forename in (forename, {{ fold("forenames || ' ' || middle_names") }}) then 'agree'
        when nhs_surname = forename and nhs_forename = surname then 'names_swapped'
        when nhs_forename = {{ fold('preferred_forename') }} then 'other_name_held'
        when nhs_first = first then 'part_only'
        when aliases.variant_1 is not null then 'known_variant'
        when {{ is_part_of('nhs_first', 'first') }} then 'part_only'
        when {{ is_typo('nhs_first', 'first') }} then 'typo'
        else 'different'
    end as forename_kind,
    case
        {{ when_missing('nhs_birth', 'birth') }}
        when nhs_birth = birth then 'agree'
        when day(nhs_birth) = month(birth) and month(nhs_birth) = day(birth) and year(nhs_birth) = year(birth)
            then 'day_month_swapped'
        when dayofyear(nhs_birth) = 1 or dayofyear(birth) = 1 then 'placeholder'
        when {{ is_date_with_one_part_wrong('nhs_birth', 'birth') }} then 'typo'
        else 'different'
    end as date_of_birth_kind,
    case
        {{ when_missing('nhs_postcode', 'postcode') }}
        when nhs_postcode = postcode then 'agree'
        -- one home with two postcodes, or one of them on no list: one is mistyped
        when nhs_address = address then 'typo'
        when (nhs_la is null or la is null) and {{ is_typo('nhs_postcode', 'postcode') }} then 'typo'
        when nhs_la = la then 'moved_within_la'
        when nhs_la <> la then 'moved_across_la'
        else 'different'
    end as postcode_kind,
    case
        {{ when_missing('nhs_address', 'address') }}
        when nhs_address = address then 'agree'
        when {{ is_part_of('nhs_address', 'address') }} then 'part_only'
        when regexp_extract(nhs_address, '^\d*') = regexp_extract(address, '^\d*')
            and jaro_winkler_similarity(nhs_address, address) >= 0.95 then 'typo'
        when nhs_postcode = postcode and {{ is_same_house('nhs_address', 'address') }} then 'other_wording'
        when nhs_la = la and nhs_postcode <> postcode then 'moved_within_la'
        when nhs_la <> la then 'moved_across_la'
        else 'different'
    end as address_kind
from first_names as pairs
left join aliases on pairs.nhs_first = aliases.variant_1 and pairs.first = aliases.variant_2
