"""The questions that the work lists ask of the warehouse.

Put here which children, pairs and cases an authority is shown, and what is known of them. Keep out how it is worded
(``build_rows.py``). Nothing of a child on the list of suppressions is read: not as a child to find, nor as evidence beside
another. Where a shielded child has a home, the address of another child of that home is withheld too.
"""

from __future__ import annotations

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.sources import LANDING_SOURCES

# one home, written in ways that are taken for the same
SAME_HOUSE = ("postcode_house", "house_street_outcode", "house_street", "postcode_one_letter")
OTHER_CANDIDATE_FROM = 0.05
"""The least probability at which another candidate is worth a look."""


def _differs(a: str, b: str) -> str:
    """SQL that says whether two texts differ in more than case, accents, spaces and punctuation."""
    return f"""{render_macro(f"fold('{a}')")} <> {render_macro(f"fold('{b}')")}"""


_EVERYONE = " union all ".join(
    "select record_id, source_file, source_row, surname, forenames, middle_names, former_surname, preferred_surname, preferred_forename,"
    f" date_of_birth, address, postcode, surname_key, address_key from {source.staging_table}"
    for source in LANDING_SOURCES.values()
)

# of children whose address is shielded
HOMES = f"""
    create or replace temp table homes as
    select postcode, surname_key, address_key from ({_EVERYONE})
    where postcode is not null and record_id in (select record_id from intermediate.int_suppression_reach where reason = 'shielded')
    union
    select postcode, surname_key, null from staging.stg_suppressions where reason = 'shielded' and postcode is not null
"""

RECORDS = f"""
    create or replace temp table records as
    select
        record_id, source_file, source_row, concat_ws(' ', forenames, middle_names) as forenames, surname, date_of_birth,
        concat_ws(', ', preferred_forename, preferred_surname, former_surname) as other_names,
        is_apart, case when not is_apart then address end as address, case when not is_apart then postcode end as postcode
    from (
        select *, exists (
            select 1 from homes
            where homes.postcode = everyone.postcode and (homes.surname_key = everyone.surname_key or homes.address_key = everyone.address_key)
        ) as is_apart
        from ({_EVERYONE}) as everyone
    )
"""

# where the record says that the child is, or was
PLACES = """
    create or replace temp table places as
    with given as (
        select record_id, school_number, null as name from staging.stg_plasc
        union all select record_id, school_number, school_name from staging.stg_ooc
        union all select record_id, school_number, school_name from staging.stg_neighbouring
        union all select record_id, school_key, null from staging.stg_independent_schools
        union all select record_id, null, provider_name from staging.stg_eotas
    )
    select record_id, coalesce(schools.name, given.name, given.school_number) as place
    from given left join staging.stg_schools as schools on given.school_number = schools.school_number
"""

# to be shown beside a child: nothing of a child whom the list of suppressions reaches
SHOWABLE = """
    create or replace temp table showable as
    select record_id from records where record_id not in (select record_id from intermediate.int_suppression_reach)
"""

PREPARE = (HOMES, RECORDS, PLACES, SHOWABLE)
"""To be run once, in this order, before the questions below."""

POTENTIAL = """
    with decisions as (
        select * from raw.register_decisions
        qualify row_number() over (partition by child_id order by decided_date desc nulls last, source_row desc) = 1
    ), evidence as (
        select * replace (
            case when case_record_id in (from showable) then case_record_id end as case_record_id,
            case when leaver_record_id in (from showable) then leaver_record_id end as leaver_record_id,
            case when ehe_record_id in (from showable) then ehe_record_id end as ehe_record_id
        )
        from intermediate.int_potential_children
    )
    select
        p.la_code, p.child_id, p.cycle, p.priority, p.basis, p.triage_reason, p.triage_reasons, p.is_counted, p.source, p.source_file,
        p.source_row, string_split(p.neighbour_la_codes, ',') as neighbour_la_codes, p.schools_not_returned,
        r.surname, r.forenames, r.other_names, r.date_of_birth, r.address, r.postcode, r.is_apart,
        cases.case_ref, cases.opened_date, ehe.suitability, ehe.last_review_date,
        leavers.record_id as leaver_id, left_at.place as school_left, leavers.leaving_date, leavers.leaving_reason,
        coalesce(went_to.name, leavers.destination_school) as destination,
        d.decision, d.closure_reason, d.decided_date, d.decided_by
    from marts.potential_cme p
    join records r on p.record_id = r.record_id
    left join evidence e on p.record_id = e.record_id
    left join staging.stg_cme_register cases on e.case_record_id = cases.record_id
    left join staging.stg_plasc leavers on e.leaver_record_id = leavers.record_id
    left join places left_at on leavers.record_id = left_at.record_id
    left join staging.stg_schools went_to on leavers.destination_school = went_to.school_number
    left join staging.stg_ehe ehe on e.ehe_record_id = ehe.record_id
    left join decisions d on p.child_id = d.child_id
    where p.cycle = $cycle
    order by p.la_code, d.decision is not null, p.priority, p.triage_reason, r.postcode nulls last, r.surname, r.forenames, p.child_id
"""

REVIEW = f"""
    with waiting as (
        select * from linkage.links
        where decision = 'review' and left_id in (from showable) and right_id in (from showable)
    ), rivals as (
        select c.left_id, list({{
            'name': concat_ws(' ', r.forenames, r.surname), 'born': r.date_of_birth, 'postcode': r.postcode, 'kind': k.kind, 'place': o.place
        }} order by c.match_weight desc, c.right_id) as rivals
        from linkage.candidates c
        join waiting w on c.left_id = w.left_id and c.person_id <> w.person_id
        join records r on c.right_id = r.record_id
        join intermediate.int_linkage_right k on c.right_id = k.record_id
        left join places o on c.right_id = o.record_id
        where c.match_probability >= {OTHER_CANDIDATE_FROM} and c.right_id in (from showable)
        group by c.left_id
    ), parts as (
        select record_id, list({{'en': level_en, 'cy': level_cy, 'weight': weight}} order by sequence) as parts
        from marts.match_explanations where cycle = $cycle and comparison <> 'prior' group by record_id
    )
    select
        l.la_code, w.cycle, w.left_id as left_record_id, w.right_id as right_record_id, w.match_reason, w.left_kind, w.right_kind,
        a.surname as surname_1, b.surname as surname_2, a.forenames as forenames_1, b.forenames as forenames_2,
        a.date_of_birth as date_of_birth_1, b.date_of_birth as date_of_birth_2, a.address as address_1, b.address as address_2,
        a.postcode as postcode_1, b.postcode as postcode_2, a.is_apart as is_apart_1, b.is_apart as is_apart_2,
        a.source_file as file_1, a.source_row as row_1, b.source_file as file_2, b.source_row as row_2,
        here.place as place_1, there.place as place_2, v.rivals, p.parts,
        {_differs("a.surname", "b.surname")} as surname_differs,
        {_differs("a.forenames", "b.forenames")} as forenames_differs,
        a.date_of_birth <> b.date_of_birth as date_of_birth_differs,
        {_differs("a.address", "b.address")} and coalesce(c.place_level not in {SAME_HOUSE}, true) as address_differs,
        a.postcode <> b.postcode as postcode_differs
    from waiting w
    join intermediate.int_linkage_left l on w.left_id = l.record_id
    join records a on w.left_id = a.record_id
    join records b on w.right_id = b.record_id
    left join places here on w.left_id = here.record_id
    left join places there on w.right_id = there.record_id
    left join linkage.candidates c on w.left_id = c.left_id and w.right_id = c.right_id
    left join rivals v on w.left_id = v.left_id
    left join parts p on w.left_id = p.record_id
    -- twins stand together, whichever list they are of
    order by l.la_code, w.match_reason, w.left_kind, a.postcode nulls last, a.date_of_birth, a.surname, a.forenames, w.left_id
"""

REGISTER = f"""
    with cases as (
        select *, exists (
            select 1 from homes where homes.postcode = register.postcode and homes.surname_key = {render_macro("fold_name('register.surname')")}
        ) or coalesce(record_id in (select record_id from records where is_apart), false) as is_apart
        from marts.cme_register as register
    ), found as (
        select links.left_id, links.right_kind, places.place from linkage.links as links
        left join places on links.right_id = places.record_id
        where links.decision = 'accept' and links.right_id in (from showable)
    )
    select
        r.la_code, r.child_id, r.cycle, r.status, r.case_ref, r.basis, r.opened_date, r.days_missing, r.duration_basis,
        r.is_over_substantial_period, r.closure_proposed, r.is_withheld, r.surname,
        concat_ws(' ', r.forenames, r.middle_names) as forenames, r.date_of_birth,
        case when not r.is_apart then r.address end as address, case when not r.is_apart then r.postcode end as postcode, r.is_apart,
        coalesce(by_case.right_kind, by_health.right_kind) as found_kind, coalesce(by_case.place, by_health.place) as found_place,
        p.child_id is not null as is_on_list
    from cases r
    left join marts.potential_cme p on p.cycle = $cycle and r.child_id = p.child_id
    left join found by_case on r.record_id = by_case.left_id
    left join (select case_record_id, min(record_id) as record_id from intermediate.int_potential_evidence group by all) e on r.record_id = e.case_record_id
    left join found by_health on e.record_id = by_health.left_id
    -- the potential cases of this cycle are all on the list itself
    where r.status = 'confirmed' or (r.status = 'potential' and p.child_id is null)
    order by r.la_code, r.closure_proposed desc, r.status, r.days_missing desc nulls last, r.case_id
"""

APART = "select la_code, count(*) as children from marts.restricted_queue where cycle = $cycle group by la_code"
"""Children whom the list of suppressions keeps from every ordinary list."""
