-- Each case in each cycle with what a person decided about it: how it came to be open, and how it ended.
with history as (

    select
        *,
        case
            when leaving_date is not null then 'known_date'
            when opened_by = 'la' and opened_date is not null then 'no_later_than'
            else 'unknown'
        end as start_basis,
        -- a pupil known to have left a roll is missing from then; a case says only 'since no later than'
        case when leaving_date is not null then leaving_date when opened_by = 'la' then opened_date end as missing_since
    from {{ ref('int_case_history') }}

),

decided as (

    select
        history.*,
        decisions.decision,
        decisions.to_la_code,
        case
            when decisions.decision = 'transferred' then 'moved_la'
            when decisions.decision = 'not_cme' and decisions.closure_reason is null then 'not_cme'
            when decisions.decision = 'not_cme'
                then coalesce(reasons.closure_reason, {{ read_closure_reason('decisions.closure_reason') }})
        end as decided_reason,
        coalesce(decisions.decided_date, history.reference_date) as decided_date
    from history
    left join {{ ref('int_case_decisions') }} as decisions on history.child_id = decisions.child_id
    left join {{ ref('closure_reasons') }} as reasons on decisions.closure_reason = reasons.closure_reason

)

select
    * exclude (state_before, status, decided_reason, rule_closed_date, rule_closure_reason),
    -- a rule that closed the case leaves nothing for a person to close
    coalesce(rule_closure_reason, decided_reason) as closure_reason,
    case when rule_closed_date is not null then rule_closed_date when decided_reason is not null then decided_date end
        as closed_date,
    status as status_undecided,
    case
        when closed_date is not null then 'closed'
        when decision = 'confirmed_cme' then 'confirmed'
        else status
    end as status,
    case
        when state_before = 'open' then 'known_before'
        when state_before = 'closed' then 'closed_before'
        when source in ('nhs', 'independent_school') then 'opened_by_exercise'
        else 'opened_otherwise'
    end as opening,
    case
        when state_before = 'closed' or closed_date is null then null
        when rule_closed_date is null and decision = 'transferred' then 'transferred_out'
        else 'closed'
    end as ending
from decided
