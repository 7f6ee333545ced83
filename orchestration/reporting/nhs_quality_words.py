"""What the codes of the data-quality marts are called on the page for the NHS, Welsh first.

Issues and what to do about them are in the seed ``nhs_feedback_codes``. Keep out the text of the page itself
(``templates/nhs_data_quality.html.j2``) and the headings of its tables (``nhs_quality``).
"""

from __future__ import annotations

from orchestration.reporting.html import Bilingual

FIELDS = {
    "surname": Bilingual("Cyfenw", "Surname"),
    "forename": Bilingual("Enwau cyntaf", "Forenames"),
    "date_of_birth": Bilingual("Dyddiad geni", "Date of birth"),
    "postcode": Bilingual("Cod post", "Postcode"),
    "postcode_on_list": Bilingual("Cod post ar y rhestr", "Postcode on the list"),
    "address": Bilingual("Cyfeiriad", "Address"),
}

# d day, m month, y year; the same letters in both languages
DATE_FORMS = {
    "day_month_year_slash": Bilingual("dd/mm/yyyy", "dd/mm/yyyy"),
    "day_month_year_dash": Bilingual("dd-mm-yyyy", "dd-mm-yyyy"),
    "day_month_year_dot": Bilingual("dd.mm.yyyy", "dd.mm.yyyy"),
    "day_month_year_other": Bilingual("dd mm yyyy, gwahanydd arall", "dd mm yyyy, other separator"),
    "day_month_short_year": Bilingual("dd/mm/yy", "dd/mm/yy"),
    "iso": Bilingual("yyyy-mm-dd", "yyyy-mm-dd"),
    "year_month_day_other": Bilingual("yyyy/mm/dd", "yyyy/mm/dd"),
    "compact": Bilingual("yyyymmdd", "yyyymmdd"),
    "excel_serial": Bilingual("rhif diwrnod Excel", "day number of Excel"),
    "day_month_name_year": Bilingual("dd, enw'r mis, yyyy", "dd, name of the month, yyyy"),
    "month_name_day_year": Bilingual("enw'r mis, dd, yyyy", "name of the month, dd, yyyy"),
    "missing": Bilingual("gwag", "empty"),
    "other": Bilingual("annarllenadwy", "unreadable"),
}

DIFFERENCES = {
    "agree": Bilingual("Yn cytuno", "The same"),
    "missing_nhs": Bilingual("Ar goll yng nghofnod y GIG", "Missing in the NHS record"),
    "missing_education": Bilingual("Ar goll yng nghofnod addysg", "Missing in education's record"),
    "missing_both": Bilingual("Ar goll yn y ddau", "Missing in both"),
    "names_swapped": Bilingual("Cyfenw ac enw cyntaf wedi'u cyfnewid", "Surname and forename the other way round"),
    "other_name_held": Bilingual("Enw blaenorol neu enw a ddefnyddir", "A former or preferred name"),
    "part_only": Bilingual("Rhan ohono'n unig", "Only a part of it"),
    "known_variant": Bilingual("Ffurf arall ar yr un enw", "Another form of the same name"),
    "day_month_swapped": Bilingual("Diwrnod a mis wedi'u cyfnewid", "Day and month the other way round"),
    "placeholder": Bilingual("1 Ionawr ar un ochr", "1 January on one side"),
    "typo": Bilingual("Gwall teipio", "A typing error"),
    "other_wording": Bilingual("Yr un tŷ mewn geiriau eraill", "The same house in other words"),
    "moved_within_la": Bilingual("Cyfeiriad arall yn yr un awdurdod", "Another address in the same authority"),
    "moved_across_la": Bilingual("Cyfeiriad mewn awdurdod arall", "An address in another authority"),
    "different": Bilingual("Gwahanol", "Different"),
}

ALL_LAS = Bilingual("Pob awdurdod", "All authorities")
NONE_FOUND = Bilingual("Dim", "None")
