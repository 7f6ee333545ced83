-- Records of every supplier that are, or look like, a child on the list of suppressions.
with records as (
    {% for source in landing_sources() %}
    select
        record_id,
        source,
        {{ names_for_suppression() }},
        date_of_birth,
        {{ home_postcode() }} as postcode
    from {{ ref('stg_' ~ source) }}
    -- the list is short: few records are worth a look
    where date_of_birth in (select date_of_birth from {{ ref('int_suppression_list') }})
        or postcode in (select postcode from {{ ref('int_suppression_list') }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from ({{ suppression_verdicts('records') }})
