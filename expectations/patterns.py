"""The shapes that values have at the door, as regular expressions.

Put here what a value must look like before anyone tries to read it: dates, postcodes, UPNs, school
numbers, codes. Keep out the reading itself (staging turns text into dates and checks the UPN's check
letter) and how many records must have the shape (that is a rule's threshold).

The patterns run on two engines, RE2 over Arrow text and Python's ``re`` over objects: explicit
character classes only, no look-around and no back-references, so that both give the same answer.
"""

from __future__ import annotations

from orchestration.domain.dbt_macros import render_macro
from orchestration.domain.postcodes import INWARD_CODE, OUTWARD_CODE, PLACEHOLDER_OUTWARD_CODE

_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = "(?:0?[1-9]|1[0-2])"
_MONTH_NAME = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# spreadsheets add a midnight to dates when they save them as text
_MIDNIGHT = "(?:[ T]00:00(?::00(?:[.]0+)?)?)?"


def _date_forms(year: str, short_year: str, serial: str) -> tuple[str, ...]:
    """The accepted forms of a date whose year is one of those given."""
    any_year = f"(?:{year}|{short_year})"
    return (
        f"{_DAY}[/.-]{_MONTH}[/.-]{any_year}{_MIDNIGHT}",  # 03/09/2014, 03.09.14
        f"{year}-{_MONTH}-{_DAY}{_MIDNIGHT}",  # 2014-09-03
        f"{year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",  # 20140903
        f"{_DAY}[ -]{_MONTH_NAME}[ -]{any_year}",  # 3-Sep-2014, 3 September 2014
        f"{serial}(?:[.]0+)?",  # an Excel serial day number
    )


def _whole(forms: tuple[str, ...]) -> str:
    return f"(?i)^(?:{'|'.join(forms)})$"


DATE_FORMS = _date_forms("(?:19|20)[0-9]{2}", "[0-9]{2}", "[2-5][0-9]{4}")
DATE = _whole(DATE_FORMS)

# Readable birth dates of no child: 1900 to 1999, in two figures 30 to 99, serials before 2000.
BIRTH_DATE_BEFORE_2000 = _whole(_date_forms("19[0-9]{2}", "[3-9][0-9]", "(?:2[0-9]{4}|3[0-5][0-9]{3}|36[0-4][0-9]{2})"))

# What systems write when a date of birth is not known, though some children were born on it.
FIRST_OF_JANUARY = "(?i)^(?:0?1[/.-]0?1[/.-].*|0?1[ -]jan.*|[0-9]{4}-0?1-0?1(?:[ T].*)?|[0-9]{4}0101)$"

# Any spacing and case; ZZ99 (no fixed abode, not known) has the same shape and is allowed.
POSTCODE = f"(?i)^{OUTWARD_CODE} *{INWARD_CODE}$"
POSTCODE_AS_STORED = f"^{OUTWARD_CODE} {INWARD_CODE}$"
PLACEHOLDER_POSTCODE = f"(?i)^{PLACEHOLDER_OUTWARD_CODE}"

# A name: no figures, and at least one character that is no punctuation (letters of any script).
NAME = "^[^0-9@/]*[^0-9@/ .,;:'’`()*?_-][^0-9@/]*$"

# Any case; what the 13 characters may be is staging's to say.
UPN = f"(?i)^{render_macro('upn_shape()')}$"

# Local authority number (660 to 681 in Wales) and establishment number; a slash or space is common.
SCHOOL_NUMBER = "^[0-9]{3}[ /-]?[0-9]{4}$"

NC_YEAR = "(?i)^(?:year *|y)?(?:n1|n2|r|0?[0-9]|1[0-4])$"
ENROL_STATUS = "(?i)^[cmsg]$"
SUITABILITY = "(?i)^(?:suitable|unsuitable|not[ _-]+yet[ _-]+assessed)$"
LA_CODE = "^[EWSNLM][0-9]{8}$"
WELSH_LA_CODE = "^W06[0-9]{6}$"
EMAIL = "^[^@ ]+@[^@ ]+[.][^@ ]+$"
