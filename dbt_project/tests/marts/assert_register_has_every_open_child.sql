{{ config(meta={'dagster': {'ref': {'name': 'cme_register'}}}) }}
-- Every child counted as potentially missing education has a case.
select potential.child_id
from {{ ref('potential_cme') }} as potential
left join {{ ref('int_case_history') }} as history
    on potential.cycle = history.cycle and potential.child_id = history.child_id
where potential.is_counted and history.case_id is null
