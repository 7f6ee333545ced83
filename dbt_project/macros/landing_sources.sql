{#- The sources of the landing folder, by the name of their table in raw; staging is called stg_<name>. No other place
    lists them: Python reads this list (orchestration/domain/sources.py). For each:
    kind            what its records are called: the column source of staging, the beginning of their ids, linkage
    supplier_kind   who sends it; the five files of an LA are five returns
    folder          where its files lie below landing/<cycle>/
    file_stem       how its file is called in the folder of an LA; none elsewhere, where the supplier's code names it
    education_rank  which of several records that prove a child is known to education is shown: 1 first, a school roll
                    before a provision, home education last; none where a record proves nothing -#}
{% macro landing_sources() -%}
    {{ return({
        'nhs': {
            'kind': 'nhs', 'supplier_kind': 'nhs',
            'folder': 'nhs', 'file_stem': none, 'education_rank': none,
        },
        'plasc': {
            'kind': 'plasc', 'supplier_kind': 'local_authority',
            'folder': 'local_authorities', 'file_stem': 'plasc', 'education_rank': 1,
        },
        'ehe': {
            'kind': 'ehe', 'supplier_kind': 'local_authority',
            'folder': 'local_authorities', 'file_stem': 'ehe', 'education_rank': 6,
        },
        'eotas': {
            'kind': 'eotas', 'supplier_kind': 'local_authority',
            'folder': 'local_authorities', 'file_stem': 'eotas', 'education_rank': 5,
        },
        'ooc': {
            'kind': 'ooc', 'supplier_kind': 'local_authority',
            'folder': 'local_authorities', 'file_stem': 'ooc', 'education_rank': 4,
        },
        'cme_register': {
            'kind': 'cme', 'supplier_kind': 'local_authority',
            'folder': 'local_authorities', 'file_stem': 'cme', 'education_rank': none,
        },
        'neighbouring': {
            'kind': 'neighbouring', 'supplier_kind': 'neighbouring_authority',
            'folder': 'neighbouring_authorities', 'file_stem': none, 'education_rank': 3,
        },
        'independent_schools': {
            'kind': 'independent_school', 'supplier_kind': 'independent_school',
            'folder': 'independent_schools', 'file_stem': none, 'education_rank': 2,
        },
    }) }}
{%- endmacro %}
