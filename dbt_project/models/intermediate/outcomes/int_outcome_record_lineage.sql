-- Where in its file each record stands that can prove education.
{% for source, facts in landing_sources().items() if facts.education_rank -%}
    select
        record_id,
        source,
        source_file,
        source_row
    from {{ ref('stg_' ~ source) }}
    {{ 'union all' if not loop.last }}
{% endfor %}
