{{ config(meta={'dagster': {'ref': {'name': 'cme_register'}}}) }}
-- A case that the exercise opened is confirmed only where somebody decided so.
select register.case_id
from {{ ref('cme_register') }} as register
where
    register.opened_by = 'exercise' and register.status = 'confirmed'
    and register.case_id not in (
        select history.case_id
        from {{ ref('int_case_history') }} as history
        inner join {{ ref('int_case_decisions') }} as decisions on history.child_id = decisions.child_id
        where decisions.decision = 'confirmed_cme'
    )
