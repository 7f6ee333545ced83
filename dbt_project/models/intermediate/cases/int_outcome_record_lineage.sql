-- Where in its file each record stands that can prove education.
{% for source in ['plasc', 'ehe', 'eotas', 'ooc', 'neighbouring', 'independent_schools'] -%}
select record_id, source, source_file, source_row from {{ ref('stg_' ~ source) }}
{{ 'union all' if not loop.last }}
{% endfor %}
