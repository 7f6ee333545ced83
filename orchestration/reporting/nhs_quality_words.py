"""The words of the page for the keeper of the NHS list, Welsh first.

Put here what a code of the data-quality marts is called. Faults and what to do of them are in the seed
``nhs_feedback_codes``. Keep out how the page is laid out (``nhs_quality``).
"""

from __future__ import annotations

TITLE = "Ansawdd data detholiadau'r GIG / Data quality of the NHS extracts: {cycle}"

FIELDS = {
    "surname": ("Cyfenw", "Surname"),
    "forename": ("Enwau cyntaf", "Forenames"),
    "date_of_birth": ("Dyddiad geni", "Date of birth"),
    "postcode": ("Cod post", "Postcode"),
    "postcode_on_list": ("Cod post ar y rhestr", "Postcode on the list"),
    "address": ("Cyfeiriad", "Address"),
}

# d day, m month, y year; the same letters in both languages
DATE_FORMS = {
    "day_month_year_slash": ("dd/mm/yyyy", "dd/mm/yyyy"),
    "day_month_year_dash": ("dd-mm-yyyy", "dd-mm-yyyy"),
    "day_month_year_dot": ("dd.mm.yyyy", "dd.mm.yyyy"),
    "day_month_year_other": ("dd mm yyyy, gwahanydd arall", "dd mm yyyy, other separator"),
    "day_month_short_year": ("dd/mm/yy", "dd/mm/yy"),
    "iso": ("yyyy-mm-dd", "yyyy-mm-dd"),
    "year_month_day_other": ("yyyy/mm/dd", "yyyy/mm/dd"),
    "compact": ("yyyymmdd", "yyyymmdd"),
    "excel_serial": ("rhif diwrnod Excel", "day number of Excel"),
    "day_month_name_year": ("dd, enw'r mis, yyyy", "dd, name of the month, yyyy"),
    "month_name_day_year": ("enw'r mis, dd, yyyy", "name of the month, dd, yyyy"),
    "missing": ("gwag", "empty"),
    "other": ("annarllenadwy", "unreadable"),
}

DIFFERENCES = {
    "agree": ("Yn cytuno", "The same"),
    "missing_nhs": ("Ar goll yng nghofnod y GIG", "Missing in the NHS record"),
    "missing_education": ("Ar goll yng nghofnod addysg", "Missing in education's record"),
    "missing_both": ("Ar goll yn y ddau", "Missing in both"),
    "names_swapped": ("Cyfenw ac enw cyntaf wedi'u cyfnewid", "Surname and forename the other way round"),
    "other_name_held": ("Enw blaenorol neu enw a ddefnyddir", "A former or preferred name"),
    "part_only": ("Rhan ohono'n unig", "Only a part of it"),
    "known_variant": ("Ffurf arall ar yr un enw", "Another form of the same name"),
    "day_month_swapped": ("Diwrnod a mis wedi'u cyfnewid", "Day and month the other way round"),
    "placeholder": ("1 Ionawr ar un ochr", "1 January on one side"),
    "typo": ("Llithriad", "A slip"),
    "other_wording": ("Yr un tŷ mewn geiriau eraill", "The same house in other words"),
    "moved_within_la": ("Cyfeiriad arall yn yr un awdurdod", "Another address in the same authority"),
    "moved_across_la": ("Cyfeiriad mewn awdurdod arall", "An address in another authority"),
    "different": ("Gwahanol", "Different"),
}

MEND_FIRST = ("Beth i'w gywiro gyntaf", "What to mend first")
MEND_FIRST_NOTE = (
    "Yn gyntaf y diffygion sy'n atal y nifer fwyaf o blant rhag cael eu canfod, yna'r rhai sydd yn y nifer fwyaf o gofnodion. "
    "Gall cofnod fod â sawl diffyg. Mae'r rhesi eu hunain yn y rhestrau ymholiadau.",
    "First the faults that keep most children from being found, then those of most records. A record may have several. "
    "The rows themselves are in the query lists.",
)
COMPLETE = ("Pa mor gyflawn a defnyddiadwy", "How complete and usable")
COMPLETE_NOTE = (
    "Rhoddwyd: mae rhywbeth yn y maes. Defnyddiadwy: enw heb rifau, dyddiad sydd ar y calendr, cod post o'r ffurf gywir, cyfeiriad mewn geiriau.",
    "Given: something is in the field. Usable: a name without figures, a date on the calendar, a postcode in form, an address in words.",
)
BY_LA = ("Cyfran ddefnyddiadwy fesul awdurdod", "Usable share by authority")
FORMS = ("Ffurfiau dyddiad", "Forms of date")
FORMS_NOTE = (
    "Ysgrifennwch bob dyddiad yn yr un ffurf, yyyy-mm-dd os oes modd: mae un ffurf yn atal cyfnewid diwrnod a mis.",
    "Write every date in one form, yyyy-mm-dd if possible: one form keeps day and month from being taken for each other.",
)
DIFFER = ("Gwahaniaethau yn y parau a gafwyd", "Differences in the pairs that were found")
DIFFER_NOTE = (
    "Dim ond plant a ganfuwyd sy'n cael eu cymharu, ac ni wyddys pa ochr sy'n anghywir.",
    "Only children who were found are compared, and which side is wrong is not known.",
)
CYCLES = ("Dros y cylchoedd", "Over the cycles")
FAULTY_SHARE = ("Cyfran y cofnodion â phob diffyg", "Share of records with each fault")
USABLE_SHARE = ("Cyfran ddefnyddiadwy o bob maes", "Usable share of each field")
FIRST_CYCLE = (
    "Dyma'r cylch cyntaf: bydd y nesaf yn dangos beth a newidiodd.",
    "This is the first cycle: the next will show what has changed.",
)
NO_EXTRACT = (
    "Ni ddaeth detholiad o'r GIG y gellid ei ddarllen yn y cylch hwn.",
    "No extract of the NHS that could be read came in this cycle.",
)
ALL_LAS = "Pob awdurdod / All authorities"
