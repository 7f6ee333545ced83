-- What follows from one record alone, and from its own list: whether it may be a twin's.
-- in:  <side>_input, aliases
-- out: <side>_records (temp), one row a record: the features up to twin
create or replace temp table {{ side }}_records as
with tokens as (
    select
        *,
        named(words(forenames)) as fn_given,
        named(words(middle_names)) as fn_middle,
        named(words(preferred_forename)) as fn_preferred_words,
        surname_core(surname_words(surname)) as sn_core,
        list_filter(
            list_transform(string_split(street_text(address), ','), lambda x: trim(x)),
            lambda x: x <> ''
        ) as address_parts,
        replace(postcode, ' ', '') as pc
    from {{ side }}_input
),

names as (
    select
        *,
        coalesce(fn_given[1], fn_preferred_words[1]) as fn_first,
        glued(fn_given) as fn_joined,
        list_concat(fn_given[2:], fn_middle) as fn_middle_words,
        list_distinct(list_concat(fn_given, fn_middle, fn_preferred_words)) as fn_tokens,
        glued(sn_core) as sn,
        street_part(address_parts) as street_line
    from tokens
),

aliased as (
    select
        n.*,
        list_distinct(
            list_concat(coalesce(f.groups, []), coalesce(j.groups, []), coalesce(p.groups, []))
        ) as fn_alias
    from names n
    left join aliases f on f.forename_key = n.fn_first
    left join aliases j on j.forename_key = n.fn_joined and n.fn_joined <> n.fn_first
    left join aliases p on p.forename_key = n.fn_preferred_words[1] and n.fn_preferred_words[1] <> n.fn_first
),

features as (
    select
        record_id as unique_id,
        kind,
        la_code,

        -- forenames
        fn_first,
        fn_joined,
        nullif(fn_middle_words, []) as fn_middles,
        left(fn_middle_words[1], 1) as fn_middle_initial,
        left(fn_first, 1) as fn_initial,
        fn_tokens,
        fn_alias,
        glued(fn_preferred_words) as fn_preferred,
        left(fn_first, 3) as fn_3,

        -- surnames
        sn,
        left(sn, 4) as sn_4,
        fn_first as sw_fn,
        sn_core[1] as sw_sn,
        sn_core as sw_parts,
        sn_core[1] as sn_first,
        list_aggregate(list_sort(string_split(fn_first, '')), 'string_agg', '') as fn_letters,
        list_distinct(
            list_filter(
                list_concat(
                    surname_parts(surname),
                    surname_parts(former_surname),
                    surname_parts(preferred_surname),
                    [
                        sn,
                        glued(surname_core(surname_words(former_surname))),
                        glued(surname_core(surname_words(preferred_surname)))
                    ]
                ),
                lambda x: x is not null
            )
        ) as sn_parts,

        -- birth date
        strftime(date_of_birth, '%Y%m%d') as dob,
        case
            when day(date_of_birth) <= 12 and day(date_of_birth) <> month(date_of_birth)
                then strftime(date_of_birth, '%Y%d%m')
        end as dob_swap,
        strftime(date_of_birth, '%Y') as dob_y,
        strftime(date_of_birth, '%m') as dob_m,
        strftime(date_of_birth, '%d') as dob_d,
        month(date_of_birth) = 1 and day(date_of_birth) = 1 as dob_default,

        -- place
        pc,
        left(pc, greatest(length(pc) - 2, 0)) as pc_sector,
        left(pc, greatest(length(pc) - 3, 0)) as pc_outcode,
        street_word(street_line) as street,
        upn,
        easting,
        northing,

        -- keys of the definition of a perfect match
        fold_name(surname) as surname_key,
        fold_name(array_to_string(fn_given, ' ')) as forename_key,

        -- Twins are looked for among records of one collection: two rows of one child in two collections are no twins.
        -- On the right, all kinds that prove education are one collection.
    {% if side == "left" %}
        kind as collection,
    {% else %}
        case when kind in $evidence_kinds then kind else 'education' end as collection,
    {% endif %}

        coalesce(nullif(regexp_extract(street_line, '([0-9]+[a-z]?)', 1), ''), fold(address_parts[1])) as house,
        house || '/' || street as house_street
    from aliased
)

-- Another forename, or none, has the same birth date and home.
select
    *,
    case
        when dob is null then false
        else
            coalesce(
                pc is not null
                and count(*) over by_postcode > 1
                and (
                    count(fn_first) over by_postcode < count(*) over by_postcode
                    or min(fn_first) over by_postcode <> max(fn_first) over by_postcode
                ),
                false
            )
            or coalesce(
                sn is not null
                and house is not null
                and pc_outcode is not null
                and count(*) over by_house > 1
                and (
                    count(fn_first) over by_house < count(*) over by_house
                    or min(fn_first) over by_house <> max(fn_first) over by_house
                ),
                false
            )
            or coalesce(
                house_street is not null
                and count(*) over by_street > 1
                and (
                    count(fn_first) over by_street < count(*) over by_street
                    or min(fn_first) over by_street <> max(fn_first) over by_street
                ),
                false
            )
    end as twin
from features
window
    by_postcode as (partition by collection, dob, pc),
    by_house as (partition by collection, dob, sn, pc_outcode, house),
    by_street as (partition by collection, dob, house_street)
