{#- Comparing addresses: Welsh and English words for the same thing become one word, and word breaks are
    set aside. 'St' may be Street or Saint, so all three are written 'st'. Only words with one meaning in an address are listed. -#}

{#- '12 Heol-y-Bryn, Aberdâr' and '12 Heol y Bryn, Aberdare' -> '12roadybrynaberdare'. -#}
{% macro fold_address(address) -%}
    {#- word as written (no accents) -> word compared -#}
    {%- set words = {
        'heol': 'road', 'ffordd': 'road', 'rd': 'road',
        'stryd': 'st', 'street': 'st', 'saint': 'st',
        'rhodfa': 'avenue', 'ave': 'avenue', 'av': 'avenue',
        'clos': 'close', 'cl': 'close',
        'lon': 'lane', 'ln': 'lane',
        'ty': 'house', 'fferm': 'farm', 'bwthyn': 'cottage', 'fflat': 'flat',
        'teras': 'terrace', 'terr': 'terrace', 'gerddi': 'gardens', 'gdns': 'gardens',
        'cilgant': 'crescent', 'cres': 'crescent', 'sgwar': 'square', 'sq': 'square',
        'parc': 'park', 'uchaf': 'upper', 'isaf': 'lower',
        'caerdydd': 'cardiff', 'abertawe': 'swansea', 'casnewydd': 'newport',
        'caerfyrddin': 'carmarthen', 'trefynwy': 'monmouth', 'aberhonddu': 'brecon',
        'wrecsam': 'wrexham', 'aberdar': 'aberdare', 'treorci': 'treorchy',
    } -%}
    {%- set folded = namespace(sql="' ' || regexp_replace(strip_accents(lower(" ~ address ~ ")), '[^\\p{L}\\p{N}]+', ' ', 'g') || ' '") -%}
    {%- for written, compared in words.items() -%}
        {%- set folded.sql = "replace(" ~ folded.sql ~ ", ' " ~ written ~ " ', ' " ~ compared ~ " ')" -%}
    {%- endfor -%}
    nullif(replace({{ folded.sql }}, ' ', ''), '')
{%- endmacro %}
