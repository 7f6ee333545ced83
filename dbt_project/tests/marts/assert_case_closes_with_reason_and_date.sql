{{ config(meta={'dagster': {'ref': {'name': 'cme_register'}}}) }}
-- A closed case has a reason and a date; an open case has neither.
select
    case_id,
    status,
    closed_date,
    closure_reason
from {{ ref('cme_register') }}
where
    (status = 'closed') <> (closed_date is not null)
    or (status = 'closed') <> (closure_reason is not null)
