-- The reason of an accepted link by its comparison levels. The order is from the plainest account to the least: what
-- differs is named before the residue combined_evidence is used.
-- out: accepted_reason(forename_level, surname_level, dob_level, place_level), a macro that gives one of Accepted
create or replace macro accepted_reason(forename_level, surname_level, dob_level, place_level) as case
    when forename_level = 'swapped' or surname_level = 'swapped' then 'names_swapped'
    when dob_level is null or dob_level not in ('exact', 'exact_default') then
        case
            when forename_level in ('full', 'first', 'other_middle') and surname_level = 'exact'
                then 'birth_date_differs'
            else 'combined_evidence'
        end
    when forename_level in ('full', 'first', 'other_middle') and surname_level = 'exact' then
        case
            when place_level in ('postcode_house', 'house_street_outcode', 'postcode', 'house_street')
                then 'address_and_name'
            else 'name_and_birth_date'
        end
    when surname_level = 'exact' and forename_level is not null then 'name_variant'
    when
        forename_level in ('full', 'first', 'other_middle')
        and surname_level in ('shared_rare', 'shared_common', 'similar_92')
        then 'name_variant'
    when forename_level in ('full', 'first', 'other_middle') then 'surname_changed'
    else 'combined_evidence'
end
