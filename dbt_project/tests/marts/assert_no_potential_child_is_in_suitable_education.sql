{{ config(meta={'dagster': {'ref': {'name': 'potential_cme'}}}) }}
-- Nobody is listed whose record, or whose NHS record, was accepted as a person in suitable education.
with educated as (

    select links.left_id as record_id
    from {{ ref('stg_linkage_links') }} as links
    inner join {{ ref('int_outcome_persons') }} as persons on links.person_id = persons.person_id
    where links.decision = 'accept' and persons.is_educated
    union
    select persons.record_id
    from {{ ref('stg_linkage_persons') }} as persons
    inner join {{ ref('int_outcome_persons') }} as judged on persons.person_id = judged.person_id
    where judged.is_educated

)

select
    potential.child_id,
    potential.basis
from {{ ref('potential_cme') }} as potential
inner join educated on potential.record_id = educated.record_id
