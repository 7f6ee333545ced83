-- One row for each child, from whichever list the child was found on, with the record that speaks for it.
with children as (

    select
        record_id,
        basis,
        la_code,
        case_id,
        case_record_id,
        person_id,
        leaver_record_id,
        leaving_date,
        has_moved_away_evidence,
        restricted_because,
        ehe_record_id
    from {{ ref('int_potential_received') }}
    union all by name
    select * from {{ ref('int_potential_la_records') }}

),

places as (
    {% for source in ['nhs', 'ehe', 'plasc', 'cme_register'] %}
        select
            record_id,
            source,
            source_file,
            source_row,
            date_of_birth,
            address_key,
            postcode,
            postcode_fault,
            easting,
            northing,
            surname_key || '|' || forename_key || '|' || date_of_birth as person_key
        from {{ ref('stg_' ~ source) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    {{ current_cycle() }} as cycle,
    {{ child_id('children.record_id') }} as child_id,
    children.*,
    places.* exclude (record_id)
from children
inner join places on children.record_id = places.record_id
