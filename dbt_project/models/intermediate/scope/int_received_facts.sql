-- Each question that decides what a received record counts as, answered once, without precedence.
with cycle as (

    select reference_date from {{ ref('stg_cycles') }}
    where is_current

),

participating as (

    select distinct la_code
    from {{ ref('stg_participating_las') }}
    where cycle = {{ current_cycle() }}

),

school_returns as (

    select
        source_file as return_file,
        la_code as school_la_code
    from {{ ref('int_return_files') }}
    where source = 'independent_schools'

),

received as (

    select
        {{ record_for_scope() }},
        supplier_la_code as received_la_code,
        false as placed_by_la
    from {{ ref('stg_nhs') }}

    union all

    select
        {{ record_for_scope() }},
        school_la_code,
        placed_by_la
    from {{ ref('stg_independent_schools') }}
    left join school_returns on source_file = return_file

),

-- children whose education elsewhere the LA itself arranged
children_placed as (

    select
        surname_key,
        forename_key,
        date_of_birth,
        postcode
    from {{ ref('stg_eotas') }}
    where is_current
    union
    select
        surname_key,
        forename_key,
        date_of_birth,
        postcode
    from {{ ref('stg_ooc') }}
    where is_current and placed_by_la

)

select
    received.* exclude (placed_by_la),
    coalesce(received.postcode_la_code, received.received_la_code, 'unknown') as la_code,
    case
        when received.postcode_la_code is not null then 'postcode'
        when received.received_la_code is not null then 'received'
        else 'unknown'
    end as la_basis,
    coalesce(received.postcode_la_code <> received.received_la_code, false) as la_conflict,
    received.surname_key is null and received.forename_key is null as name_is_missing,
    {{ is_csa('received.date_of_birth', 'cycle.reference_date') }} as is_csa,
    received.postcode_la_code is not null and participating.la_code is null as lives_elsewhere,
    received.source = 'independent_school'
    and (received.placed_by_la or children_placed.postcode is not null) as is_placed_by_la,
    suppressions.reason as suppression_reason
from received
cross join cycle
left join participating on received.postcode_la_code = participating.la_code
left join children_placed
    on
        received.surname_key = children_placed.surname_key
        and received.forename_key = children_placed.forename_key
        and received.date_of_birth = children_placed.date_of_birth
        and received.postcode = children_placed.postcode
left join {{ ref('int_suppression_matches') }} as suppressions
    on received.record_id = suppressions.record_id and suppressions.verdict = 'suppressed'
