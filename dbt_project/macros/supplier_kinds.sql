{#- Sources of the landing folder by who supplies them: table in raw -> kind of supplier; staging is called
    stg_<table>. The five files of an LA are five returns. -#}
{% macro supplier_kinds() -%}
    {{ return({
        'nhs': 'nhs',
        'plasc': 'local_authority',
        'ehe': 'local_authority',
        'eotas': 'local_authority',
        'ooc': 'local_authority',
        'cme_register': 'local_authority',
        'neighbouring': 'neighbouring_authority',
        'independent_schools': 'independent_school',
    }) }}
{%- endmacro %}
