{#- Comparing addresses: Welsh and English words for the same thing become one word, and word breaks are set aside.
    Only words with one meaning in an address are listed, each as 'word compared: words written', without accents. -#}

{#- Kinds of street. 'St' may be Street or Saint, so all three are written 'st'. Linkage looks for the word that names
    a street beside these (orchestration/domain/text.py). -#}
{% macro street_types() -%}
    road: heol hewl ffordd rd
    st: stryd street saint
    avenue: rhodfa ave av
    close: clos cl
    lane: lon ln
    drive: dr
    terrace: teras terr ter
    crescent: cilgant cres
    place: pl
    court: cwrt ct
    gardens: gerddi gdns
    square: sgwar sq
{%- endmacro %}

{#- Kinds of building, parts of names of places, and towns. -#}
{% macro place_words() -%}
    house: ty
    farm: fferm
    cottage: bwthyn
    flat: fflat
    park: parc
    upper: uchaf
    lower: isaf
    cardiff: caerdydd
    swansea: abertawe
    newport: casnewydd
    carmarthen: caerfyrddin
    monmouth: trefynwy
    brecon: aberhonddu
    wrexham: wrecsam
    aberdare: aberdar
    treorchy: treorci
{%- endmacro %}

{#- '12 Heol-y-Bryn, Aberdâr' and '12 Heol y Bryn, Aberdare' -> '12roadybrynaberdare'. -#}
{% macro fold_address(address) -%}
    {%- set folded = namespace(sql="' ' || regexp_replace(" ~ plain(address) ~ ", '[^\\p{L}\\p{N}]+', ' ', 'g') || ' '") -%}
    {%- for line in (street_types() ~ '\n' ~ place_words()).splitlines() -%}
        {%- set compared, written = line.strip().split(': ') -%}
        {%- for word in written.split() -%}
            {%- set folded.sql = "replace(" ~ folded.sql ~ ", ' " ~ word ~ " ', ' " ~ compared ~ " ')" -%}
        {%- endfor -%}
    {%- endfor -%}
    nullif(replace({{ folded.sql }}, ' ', ''), '')
{%- endmacro %}
