-- The case and the leaver's record that are the same child as an NHS record: found directly, or both the
-- same as a third record. A second record of a child brings its evidence to the first.
with evidence as (

    select
        coalesce(duplicates.duplicate_of_left_id, evidence.left_id) as record_id,
        evidence.left_kind,
        evidence.right_kind,
        arg_max(evidence.right_id, (evidence.match_weight, evidence.right_id)) as right_id
    from {{ ref('stg_linkage_evidence') }} as evidence
    left join {{ ref('stg_linkage_duplicates') }} as duplicates on evidence.left_id = duplicates.left_id
    group by all

),

-- a case closed and opened again is one child: linkage may meet either row, the open one speaks for the child
reopened as (

    select
        closed_cases.record_id as closed_record_id,
        min(open_cases.record_id) as open_record_id
    from {{ ref('stg_cme_register') }} as closed_cases
    inner join {{ ref('stg_cme_register') }} as open_cases
        on
            closed_cases.supplier_la_code = open_cases.supplier_la_code
            and closed_cases.surname_key = open_cases.surname_key
            and closed_cases.forename_key = open_cases.forename_key
            and closed_cases.date_of_birth = open_cases.date_of_birth
    where not closed_cases.is_open and open_cases.is_open
    group by closed_cases.record_id

),

nhs_leavers as (

    select
        record_id,
        right_id as leaver_record_id
    from evidence
    where left_kind = 'nhs' and right_kind = 'leaver'

),

case_leavers as (

    select
        record_id as case_record_id,
        right_id as leaver_record_id
    from evidence
    where left_kind = 'cme' and right_kind = 'leaver'
    union
    select
        right_id,
        record_id
    from evidence
    where left_kind = 'leaver' and right_kind = 'cme'

),

links as (

    select
        left_id,
        left_kind,
        person_id
    from {{ ref('stg_linkage_links') }}
    where decision = 'accept'

),

claims as (

    select
        evidence.record_id,
        coalesce(reopened.open_record_id, evidence.right_id) as case_record_id,
        1 as steps_apart
    from evidence
    left join reopened on evidence.right_id = reopened.closed_record_id
    where evidence.left_kind = 'nhs' and evidence.right_kind = 'cme'
    union all
    select
        nhs.left_id as record_id,
        cases.left_id as case_record_id,
        2 as steps_apart
    from links as nhs
    inner join links as cases on nhs.person_id = cases.person_id
    where nhs.left_kind = 'nhs' and cases.left_kind = 'cme'
    union all
    select
        nhs_leavers.record_id,
        case_leavers.case_record_id,
        3
    from nhs_leavers
    inner join case_leavers on nhs_leavers.leaver_record_id = case_leavers.leaver_record_id

),

-- one case to a record and one record to a case, the plainest claim first
nearest as (

    select * from claims
    qualify row_number() over (partition by record_id order by steps_apart, case_record_id) = 1

),

settled as (

    select
        record_id,
        case_record_id
    from nearest
    qualify row_number() over (partition by case_record_id order by steps_apart, record_id) = 1

)

select
    coalesce(settled.record_id, nhs_leavers.record_id) as record_id,
    settled.case_record_id,
    nhs_leavers.leaver_record_id
from settled
full join nhs_leavers on settled.record_id = nhs_leavers.record_id
