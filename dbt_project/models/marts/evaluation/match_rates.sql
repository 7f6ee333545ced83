-- How each LA fared beside the others: the 'ranges' that an evaluation states.
with by_la as (

    select
        cycle,
        la_code,
        source,
        in_scope,
        perfect + partial as matched,
        pending_review,
        unmatched
    from {{ ref('records_matched') }}
    where la_code <> 'total' and in_scope > 0

),

rated as (

    select
        *,
        round(100.0 * matched / nullif(in_scope, 0), 2) as matched_percent,
        round(100.0 * unmatched / nullif(in_scope, 0), 2) as unmatched_percent
    from by_la

)

select
    cycle,
    la_code,
    source,
    in_scope,
    matched,
    pending_review,
    unmatched,
    matched_percent,
    unmatched_percent,
    min(matched_percent) over las as lowest_matched_percent,
    max(matched_percent) over las as highest_matched_percent,
    min(unmatched) over las as lowest_unmatched,
    max(unmatched) over las as highest_unmatched,
    count(*) over las as las_compared
from rated
window las as (partition by cycle, source)
