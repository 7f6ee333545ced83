-- What whoever keeps the NHS list could fix, counted for each LA's extract.
{#- a code of seed nhs_feedback_codes -> when a record has the issue -#}
{%- set issues = {
    'unreadable': "outcomes.disposition = 'unreadable'",
    'placeholder_name': 'nhs.surname_is_placeholder or nhs.forename_is_placeholder',
    'placeholder_date': "dayofyear(nhs.date_of_birth) = 1 and compared.date_of_birth_kind is distinct from 'agree'",
    'postcode_unusable': "nhs.postcode_fault in ('missing', 'unreadable', 'unknown')",
    'no_fixed_address': "nhs.postcode_fault = 'placeholder'",
    'surgery_address': 'at_surgery.record_id is not null',
    'stale_address': "compared.postcode_kind in ('moved_within_la', 'moved_across_la')",
    'other_la': 'outcomes.la_conflict',
    'duplicate': "outcomes.disposition = 'duplicate'",
    'aged_out': csa_end('nhs.date_of_birth') ~ ' < cycle.reference_date',
} %}
with cycle as (

    select reference_date from {{ ref('stg_cycles') }}
    where is_current

),

counted as (

    select
        case when grouping(nhs.supplier_la_code) = 1 then 'total' else nhs.supplier_la_code end as la_code,
        count(*) as received,
    {%- for code, has_issue in issues.items() %}
        count(*) filter ({{ has_issue }}) as {{ code }},
        count(*) filter (
            ({{ has_issue }})
            and (outcomes.disposition = 'unreadable' or outcomes.outcome in ('unmatched', 'pending_review'))
        ) as {{ code }}_not_placed{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('stg_nhs') }} as nhs
    cross join cycle
    inner join {{ ref('match_outcomes') }} as outcomes on nhs.record_id = outcomes.record_id
    left join {{ ref('int_field_comparison') }} as compared on nhs.record_id = compared.record_id
    left join {{ ref('int_nhs_at_surgery') }} as at_surgery on nhs.record_id = at_surgery.record_id
    group by grouping sets ((), (nhs.supplier_la_code))

),

by_code as (

    unpivot counted
    on
    {%- for code in issues %}
        ({{ code }}, {{ code }}_not_placed) as {{ code }}{{ ',' if not loop.last }}
    {%- endfor %}
    into name feedback_code value records, not_placed

)

select
    {{ current_cycle() }} as cycle,
    la_code,
    feedback_code,
    records,
    received,
    round(records / received, 6) as share,
    not_placed
from by_code
-- without an extract there is nothing to say
where received > 0
