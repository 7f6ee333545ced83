-- Every case in every cycle. A transfer closes a case here and opens one in the LA the child went to, if that
-- LA takes part; it stays open there until the LA's own register has the child.
with cases as (

    select * from {{ ref('int_case_decided') }}

),

cycles as (

    select distinct
        cycle,
        reference_date
    from cases

),

transferred as (

    select
        cases.* replace (
            cycles.cycle as cycle,
            cycles.reference_date as reference_date,
            {{ case_id(['cases.to_la_code', 'cases.case_id']) }} as case_id,
            null as child_id,
            cases.to_la_code as la_code,
            'transfer' as opened_by,
            null as case_ref,
            cases.decided_date as opened_date,
            cases.status_undecided as status,
            null as closed_date,
            null as closure_reason,
            false as closure_proposed,
            case when cycles.cycle = cases.cycle then 'transferred_in' else 'known_before' end as opening,
            null as ending
        )
    from cases
    inner join cycles on cases.reference_date < cycles.reference_date or cases.cycle = cycles.cycle
    inner join {{ ref('stg_participating_las') }} as receiving
        on cases.to_la_code = receiving.la_code and cases.cycle = receiving.cycle
    where
        cases.ending = 'transferred_out'
        and not exists (
            select 1 from cases as own
            where
                own.la_code = cases.to_la_code and own.person_key = cases.person_key and own.opened_by = 'la'
                and own.reference_date between cases.reference_date and cycles.reference_date
        )

),

all_cases as (

    select * from cases
    union all by name
    select * from transferred

),

timed as (

    select
        *,
        date_diff('day', missing_since, coalesce(closed_date, reference_date)) as days_since_start
    from all_cases

)

select
    * exclude (decision, decided_date, to_la_code, status_undecided, start_basis, days_since_start),
    -- a start after the end is an error in the dates given, and says nothing
    case when days_since_start >= 0 then days_since_start end as days_missing,
    case when days_since_start >= 0 then start_basis else 'unknown' end as duration_basis
from timed
