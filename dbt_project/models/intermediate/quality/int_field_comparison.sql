-- Each NHS record accepted as a person in education, field by field beside the record it was linked to. The branches
-- of each case are in the order of certainty: what a rule explains is no slip.
{%- set columns = [
    'record_id', 'supplier_la_code', 'surname_key', 'forename_key', 'forenames', 'middle_names', 'former_surname',
    'preferred_surname', 'preferred_forename', 'date_of_birth', 'postcode', 'postcode_fault', 'postcode_la_code',
    'address_key',
] | join(', ') %}
with links as (

    select
        left_id,
        right_id
    from {{ ref('stg_linkage_links') }}
    where left_kind = 'nhs' and decision = 'accept'

),

education as (

    {% for source, facts in landing_sources().items() if facts.education_rank -%}
        select {{ columns }}
        from {{ ref('stg_' ~ source) }}
        where record_id in (select right_id from links)
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

pairs as (

    select
        nhs.record_id,
        nhs.supplier_la_code,

        nhs.surname_key as nhs_surname,
        {{ fold('nhs.former_surname') }} as nhs_former_surname,
        education.surname_key as surname,
        {{ fold('education.former_surname') }} as former_surname,
        {{ fold('education.preferred_surname') }} as preferred_surname,

        nhs.forename_key as nhs_forename,
        education.forename_key as forename,
        {{ fold("education.forenames || ' ' || education.middle_names") }} as all_forenames,
        {{ fold('education.preferred_forename') }} as preferred_forename,
        -- only where the whole does not agree, since it costs a second reading
        case when nhs_forename <> forename then {{ first_forename('nhs.forenames') }} end as nhs_first_forename,
        case when nhs_forename <> forename then {{ first_forename('education.forenames') }} end as first_forename,

        nhs.date_of_birth as nhs_birth,
        education.date_of_birth as birth,

        {{ home_postcode('nhs') }} as nhs_postcode,
        {{ home_postcode('education') }} as postcode,
        nhs.postcode_la_code as nhs_la,
        education.postcode_la_code as la,
        nhs.address_key as nhs_address,
        education.address_key as address
    from links
    inner join {{ ref('stg_nhs') }} as nhs on links.left_id = nhs.record_id
    inner join education on links.right_id = education.record_id

),

compared as (

    select
        pairs.*,
        variants.forename_key is not null as is_known_variant
    from pairs
    left join {{ ref('int_forename_variants') }} as variants
        on pairs.nhs_first_forename = variants.forename_key and pairs.first_forename = variants.other_key

)

select
    record_id,
    supplier_la_code,
    case
    {{ when_missing('nhs_surname', 'surname') }}
        when nhs_surname = surname then 'agree'
        when nhs_surname = forename and nhs_forename = surname then 'names_swapped'
        when nhs_surname in (former_surname, preferred_surname) or surname = nhs_former_surname then 'other_name_held'
        when {{ is_part_of('nhs_surname', 'surname') }} then 'part_only'
        when {{ is_typo('nhs_surname', 'surname') }} then 'typo'
        else 'different'
    end as surname_kind,
    case
    {{ when_missing('nhs_forename', 'forename') }}
        when nhs_forename in (forename, all_forenames) then 'agree'
        when nhs_surname = forename and nhs_forename = surname then 'names_swapped'
        when nhs_forename = preferred_forename then 'other_name_held'
        when nhs_first_forename = first_forename then 'part_only'
        when is_known_variant then 'known_variant'
        when {{ is_part_of('nhs_first_forename', 'first_forename') }} then 'part_only'
        when {{ is_typo('nhs_first_forename', 'first_forename') }} then 'typo'
        else 'different'
    end as forename_kind,
    case
    {{ when_missing('nhs_birth', 'birth') }}
        when nhs_birth = birth then 'agree'
        when {{ is_day_month_swap('nhs_birth', 'birth') }} then 'day_month_swapped'
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
        when
            regexp_extract(nhs_address, '^\d*') = regexp_extract(address, '^\d*')
            and jaro_winkler_similarity(nhs_address, address) >= 0.95 then 'typo'
        when nhs_postcode = postcode and {{ is_same_house('nhs_address', 'address') }} then 'other_wording'
        when nhs_la = la and nhs_postcode <> postcode then 'moved_within_la'
        when nhs_la <> la then 'moved_across_la'
        else 'different'
    end as address_kind
from compared
