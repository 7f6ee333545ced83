-- Why two records were linked or held for a person: the weight of the pair taken apart. What was
-- exact on all fields explains itself and is left out; what concerns a child on the list of suppressions is for the
-- restricted queue alone.
{#- what is compared -> how linkage calls it -#}
{%- set comparisons = {
    'forename': 'forename', 'surname': 'surname', 'date_of_birth': 'dob', 'place': 'place', 'upn': 'upn',
} %}
with links as (

    select *
    from {{ ref('stg_linkage_links') }}
    where
        match_reason <> 'exact_all_fields'
        and left_id not in (
            select record_id from {{ ref('int_suppression_reach') }}
            where verdict = 'suppressed'
        )

),

candidates as (

    select * from {{ ref('stg_linkage_candidates') }}

),

parts as (

    select
        left_id,
        right_id,
        0 as sequence,
        'prior' as comparison,
        'before_comparison' as level,
        prior_weight as weight
    from candidates

    {%- for comparison, column in comparisons.items() %}

        union all

        select
            left_id,
            right_id,
            {{ loop.index }} as sequence,
            '{{ comparison }}' as comparison,
            coalesce({{ column }}_level, 'not_comparable') as level,
            mw_{{ column }} as weight
        from candidates
        {%- if comparison == 'upn' %}
            -- few records carry a pupil number on both sides: that it is missing is no news
            where upn_level is not null
        {%- endif %}
    {%- endfor %}

),

itemised as (

    select
        links.left_id,
        parts.sequence,
        parts.comparison,
        parts.level,
        parts.weight
    from links
    inner join parts on links.left_id = parts.left_id and links.right_id = parts.right_id

),

-- A pair that was accepted on something else than its weight, or of which linkage kept no parts, has one more
-- row, with whatever weight is left, so that the sum always holds.
remaining as (

    select
        links.left_id,
        9 as sequence,
        case
            when links.match_reason in ('household', 'person_decision') then links.match_reason
            else 'other'
        end as comparison,
        case links.match_reason
            when 'household' then 'home_linked'
            when 'person_decision' then 'said_by_person'
            else 'not_itemised'
        end as level,
        coalesce(any_value(links.match_weight), 0) - coalesce(sum(itemised.weight), 0) as weight
    from links
    left join itemised on links.left_id = itemised.left_id
    group by links.left_id, links.match_reason
    having links.match_reason in ('household', 'person_decision') or count(itemised.left_id) = 0

),

explained as (

    select * from itemised
    union all
    select * from remaining

)

select
    links.cycle,
    links.left_kind as source,
    links.left_id as record_id,
    links.right_id as matched_record_id,
    links.right_kind as matched_source,
    case when links.decision = 'accept' then 'partial' else 'pending_review' end as outcome,
    links.match_reason,
    explained.sequence,
    explained.comparison,
    explained.level,
    round(explained.weight, 6) + 0.0 as weight,
    links.match_weight,
    links.match_probability
from links
inner join explained on links.left_id = explained.left_id
