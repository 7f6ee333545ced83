{#- The arithmetic that an evaluation table must satisfy, written once and usable on any relation with
    the table's columns: the mart, or figures typed in from a report. Each macro lists issues, one row
    for a sum that does not hold; no row means that the table adds up. Plain SQL text only, so that a
    test can render it without dbt. -#}

{#- Table 5.1, records received and matched. Columns: cycle, la_code, source ('total' for totals),
    received, one for each disposition, one for each outcome, children. A count that was not published is
    NULL: a missing disposition counts as none, a missing in_scope as all received. -#}
{% macro table_5_1_issues(relation) -%}
{%- set set_aside = ['unreadable', 'duplicate', 'out_of_scope_age', 'out_of_scope_area', 'already_held', 'suppressed'] -%}
{%- set outcomes = ['perfect', 'partial', 'pending_review', 'unmatched'] -%}
with counts as (

    select
        cycle, la_code, source, received, coalesce(in_scope, received) as in_scope, children,
        {% for column in set_aside + outcomes %}coalesce({{ column }}, 0) as {{ column }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ relation }}

),

measures as (

    unpivot (select * exclude (children) from counts)
    on received, in_scope, {{ (set_aside + outcomes) | join(', ') }}
    into name measure value records

),

{{ rules_on_totals('measures', ['source', 'la_code']) }}

select
    cycle, la_code, source, 'received_is_sum_of_dispositions' as rule, 'received' as measure,
    cast(received as bigint) as left_value, cast(in_scope + {{ set_aside | join(' + ') }} as bigint) as right_value
from counts where left_value is distinct from right_value
union all
select
    cycle, la_code, source, 'in_scope_is_sum_of_outcomes', 'in_scope',
    cast(in_scope as bigint) as left_value, cast({{ outcomes | join(' + ') }} as bigint) as right_value
from counts where left_value is distinct from right_value
union all
select cycle, la_code, source, 'children_within_records', 'children', children, in_scope
from counts where children > in_scope
union all
select cycle, la_code, source, rule, measure, left_value, right_value from total_issues
{%- endmacro %}


{#- Table 6.1, cases before and after. Columns: cycle, la_code ('total' for totals) and the counts of the
    bridge. A movement that was not published is NULL and counts as none. -#}
{% macro table_6_1_issues(relation) -%}
{%- set counts = ['known_before', 'closed', 'opened_by_exercise', 'opened_otherwise', 'transferred_in',
                  'transferred_out', 'known_after', 'potential_identified', 'confirmed_new'] -%}
with counts as (

    select
        cycle, la_code,
        {% for column in counts %}coalesce({{ column }}, 0) as {{ column }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ relation }}

),

measures as (

    unpivot counts on {{ counts | join(', ') }} into name measure value records

),

{{ rules_on_totals('measures', ['la_code']) }}

select
    cycle, la_code, 'after_is_before_and_movements' as rule, 'known_after' as measure,
    cast(known_after as bigint) as left_value,
    cast(known_before - closed + opened_by_exercise + opened_otherwise + transferred_in - transferred_out as bigint) as right_value
from counts where left_value is distinct from right_value
union all
select cycle, la_code, 'confirmed_within_potential', 'confirmed_new', confirmed_new, potential_identified
from counts where confirmed_new > potential_identified
union all
select cycle, la_code, rule, measure, left_value, right_value from total_issues
{%- endmacro %}


{#- For each dimension: its parts sum to the row called 'total', where there are parts; and no count is
    negative. `measures` is long: cycle, the dimensions, measure, records. -#}
{% macro rules_on_totals(measures, dimensions) -%}
total_issues as (

    {% for dimension in dimensions -%}
    {%- set others = ['cycle'] + (dimensions | reject('equalto', dimension) | list) + ['measure'] -%}
    select
        {{ others | join(', ') }}, 'total' as {{ dimension }},
        '{{ 'la' if dimension == 'la_code' else dimension }}s_sum_to_total' as rule,
        cast(sum(records) filter ({{ dimension }} <> 'total') as bigint) as left_value,
        cast(max(records) filter ({{ dimension }} = 'total') as bigint) as right_value
    from {{ measures }}
    group by {{ others | join(', ') }}
    having left_value is distinct from right_value and count(*) filter ({{ dimension }} <> 'total') > 0
    union all by name
    {% endfor -%}
    select cycle, {{ dimensions | join(', ') }}, measure, 'no_negative_count' as rule, cast(records as bigint) as left_value, cast(0 as bigint) as right_value
    from {{ measures }} where records < 0

)
{%- endmacro %}
