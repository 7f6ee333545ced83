-- The pairs of the sheet To review, side by side, with what differs, the evidence and other candidates.
-- in:  records, places, showable, linkage.links, linkage.candidates, marts.match_explanations
-- out: one row a pair
with waiting as (
    select *
    from linkage.links
    where
        decision = 'review'
        and left_id in (from showable)
        and right_id in (from showable)
),

rivals as (
    select
        candidates.left_id,
        list(
            {
                'name': concat_ws(' ', records.forenames, records.surname),
                'born': records.date_of_birth,
                'postcode': records.postcode,
                'kind': of_right.kind,
                'place': places.place
            }
            order by candidates.match_weight desc, candidates.right_id asc
        ) as rivals
    from linkage.candidates as candidates
    inner join waiting on candidates.left_id = waiting.left_id and candidates.person_id <> waiting.person_id
    inner join records on candidates.right_id = records.record_id
    inner join intermediate.int_linkage_right as of_right on candidates.right_id = of_right.record_id
    left join places on candidates.right_id = places.record_id
    where
        candidates.match_probability >= $rival_from
        and candidates.right_id in (from showable)
    group by candidates.left_id
),

evidence as (
    select
        record_id,
        list({ 'en': level_en, 'cy': level_cy, 'weight': weight } order by sequence) as parts
    from marts.match_explanations
    where
        cycle = $cycle
        and comparison <> 'prior'
    group by record_id
)

select
    of_left.la_code,
    waiting.cycle,
    waiting.left_id as left_record_id,
    waiting.right_id as right_record_id,
    waiting.match_reason,
    waiting.left_kind,
    waiting.right_kind,
    a.surname as surname_1,
    b.surname as surname_2,
    a.forenames as forenames_1,
    b.forenames as forenames_2,
    a.date_of_birth as date_of_birth_1,
    b.date_of_birth as date_of_birth_2,
    a.address as address_1,
    b.address as address_2,
    a.postcode as postcode_1,
    b.postcode as postcode_2,
    a.is_apart as is_apart_1,
    b.is_apart as is_apart_2,
    a.source_file as file_1,
    a.source_row as row_1,
    b.source_file as file_2,
    b.source_row as row_2,
    place_1.place as place_1,
    place_2.place as place_2,
    rivals.rivals,
    evidence.parts,
    {{ fold("a.surname") }} <> {{ fold("b.surname") }} as surname_differs,
    -- a record without any forename differs from one with
    coalesce({{ fold("a.forenames") }}, '') <> coalesce({{ fold("b.forenames") }}, '') as forenames_differs,
    a.date_of_birth <> b.date_of_birth as date_of_birth_differs,
    {{ fold("a.address") }} <> {{ fold("b.address") }}
    -- one house, written in ways that are taken for the same
    and coalesce(
        candidates.place_level not in (
            'postcode_house', 'house_street_outcode', 'house_street', 'postcode_one_letter'
        ),
        true
    ) as address_differs,
    a.postcode <> b.postcode as postcode_differs
from waiting
inner join intermediate.int_linkage_left as of_left on waiting.left_id = of_left.record_id
inner join records as a on waiting.left_id = a.record_id
inner join records as b on waiting.right_id = b.record_id
left join places as place_1 on waiting.left_id = place_1.record_id
left join places as place_2 on waiting.right_id = place_2.record_id
left join linkage.candidates as candidates
    on waiting.left_id = candidates.left_id and waiting.right_id = candidates.right_id
left join rivals on waiting.left_id = rivals.left_id
left join evidence on waiting.left_id = evidence.record_id
-- twins are together, whichever list they are on
order by
    of_left.la_code,
    waiting.match_reason,
    waiting.left_kind,
    a.postcode nulls last,
    a.date_of_birth,
    a.surname,
    a.forenames,
    waiting.left_id
