-- The register: each case as it stands in the latest cycle in which it appears. A case that was open and is
-- not among the cases of a later cycle has lapsed, and says why. Of a child on the list of suppressions the case is
-- counted and nothing of the child is shown.
{%- set of_the_child = [
    'surname', 'forenames', 'middle_names', 'former_surname', 'date_of_birth', 'address', 'postcode', 'upn',
    'parent_name', 'parent_address', 'parent_postcode', 'parent_phone', 'parent_email',
    'education_provider_name', 'education_provider_address', 'aln_need', 'aln_provision',
] %}
select
    latest.cycle,
    latest.case_id,
    latest.case_ref,
    latest.child_id,
    latest.la_code,
    case when latest.lapsed_date is null then latest.status else 'closed' end as status,
    latest.basis,
    latest.opened_by,
    latest.opened_date,
    coalesce(latest.lapsed_date, latest.closed_date) as closed_date,
    case
        when latest.lapsed_date is null then latest.closure_reason
        when withheld.is_the_child and withheld.reason <> 'shielded' then withheld.reason
        else latest.lapse_reason
    end as closure_reason,
    latest.closure_proposed and latest.lapsed_date is null as closure_proposed,
    cast(latest.days_missing as integer) as days_missing,
    latest.duration_basis,
    latest.days_missing >= {{ var('substantial_period_days', 28) }} as is_over_substantial_period,

    withheld.case_id is not null as is_withheld,
    {%- for column in of_the_child %}
        case when withheld.case_id is null then latest.{{ column }} end as {{ column }},
    {%- endfor %}
    latest.record_id,
    latest.source,
    latest.source_file,
    cast(latest.source_row as integer) as source_row
from {{ ref('int_case_latest') }} as latest
left join {{ ref('int_case_withheld') }} as withheld on latest.case_id = withheld.case_id
