"""The words of the template for independent schools, Welsh first.

Headings are ones that ``landing/contract/columns.toml`` knows, so that a filled template needs no column map (a test
checks that). Keep out how the workbook is made (``template.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, DATE, POSTCODE, UPN, YES_NO = "text", "date", "postcode", "upn", "yes or no"
YES_NO_VALUES = ("Ie", "Na", "Yes", "No")


@dataclass(frozen=True)
class Field:
    """One column: its name in the contract, heading, kind of value, width, and what to write in it."""

    column: str
    heading: str
    kind: str
    width: float
    cy: str
    en: str
    is_required: bool = False


FIELDS = (
    Field("surname", "Cyfenw / Surname", TEXT, 22, "Cyfenw cyfreithiol y plentyn.", "The child's legal surname.", True),
    Field(
        "forename",
        "Enw cyntaf / Forename",
        TEXT,
        22,
        "Enw cyntaf cyfreithiol, gyda'i acenion.",
        "Legal forename, with its accents.",
        True,
    ),
    Field(
        "dob",
        "Dyddiad geni / Date of birth",
        DATE,
        16,
        "Diwrnod/mis/blwyddyn, er enghraifft 03/09/2014.",
        "Day/month/year, for example 03/09/2014.",
        True,
    ),
    Field(
        "house",
        "Rhif neu enw'r tŷ / House number or name",
        TEXT,
        22,
        "Rhif neu enw'r cartref.",
        "Number or name of the home.",
    ),
    Field("street", "Stryd / Street", TEXT, 24, "Enw'r stryd.", "Name of the street."),
    Field("town", "Tref / Town", TEXT, 20, "Tref neu bentref.", "Town or village."),
    Field(
        "postcode",
        "Cod post / Postcode",
        POSTCODE,
        14,
        "Cod post y cartref, nid yr ysgol.",
        "Postcode of the home, not of the school.",
        True,
    ),
    Field(
        "upn",
        "Rhif unigryw disgybl / UPN",
        UPN,
        18,
        "Rhif unigryw disgybl 13 nod, os yw'n hysbys.",
        "Unique pupil number of 13 characters, if known.",
    ),
    Field(
        "placed_by_la",
        "Lleolwyd gan awdurdod lleol / Placed by local authority",
        YES_NO,
        22,
        "Ie os yw awdurdod lleol wedi lleoli'r plentyn ac yn talu.",
        "Yes if a local authority placed the child and pays.",
    ),
    Field(
        "boarder",
        "Disgybl preswyl / Boarder",
        YES_NO,
        16,
        "Ie os yw'r plentyn yn lletya yn yr ysgol.",
        "Yes if the child boards at the school.",
    ),
)

PUPILS_SHEET = "Disgyblion - Pupils"
INSTRUCTIONS_SHEET = "Cyfarwyddiadau - Instructions"

# each line Welsh, English
INSTRUCTIONS = (
    ("Sut i lenwi'r ffurflen hon", "How to fill in this form"),
    (
        "Rhestrwch bob disgybl o oedran ysgol gorfodol sydd ar gofrestr yr ysgol, un ym mhob rhes, ar y daflen nesaf.",
        "List every pupil of compulsory school age on the school's roll, one in each row, on the next sheet.",
    ),
    (
        "Mae angen y colofnau sydd â phennawd coch ar gyfer pob plentyn. Gadewch gell yn wag os nad yw'r wybodaeth "
        "gennych; peidiwch ag ysgrifennu 'anhysbys'.",
        "The columns with a red heading are needed for every child. Leave a cell empty if you do not know; do not "
        "write 'unknown'.",
    ),
    (
        "Peidiwch â newid y penawdau nac ychwanegu colofnau. Ni ddylid anfon unrhyw wybodaeth feddygol.",
        "Do not change the headings or add columns. No medical information may be sent.",
    ),
    (
        "Cadwch y ffeil fel .xlsx heb gyfrinair, o dan rif yr ysgol, ac anfonwch hi drwy'r ffordd ddiogel y rhoddodd "
        "yr awdurdod lleol i chi.",
        "Save the file as .xlsx without a password, under the number of the school, and send it by the secure method "
        "that the local authority gave you.",
    ),
    (
        "I gywiro ffurflen, anfonwch y rhestr gyfan eto a rhowch .v2 ar ddiwedd enw'r ffeil. Y fersiwn gyflawn olaf "
        "sy'n cyfrif.",
        "To correct a return, send the whole list again and end the name of the file with .v2. The last complete "
        "version counts.",
    ),
)
COLUMNS_TITLE = ("Y colofnau", "The columns")
SCHOOL_LABEL, CYCLE_LABEL, FILE_LABEL = (
    "Rhif yr ysgol / School number",
    "Cylch / Cycle",
    "Enw'r ffeil / Name of the file",
)

# kind: (title, what to write, what is wrong); Excel allows 32 characters in a title and 255 in a text
MESSAGES = {
    DATE: (
        "Dyddiad / Date",
        "Diwrnod/mis/blwyddyn. Day/month/year. 03/09/2014",
        "Rhowch ddyddiad geni plentyn: diwrnod/mis/blwyddyn. Enter a child's date of birth: day/month/year.",
    ),
    POSTCODE: (
        "Cod post / Postcode",
        "Cod post y cartref. Postcode of the home.",
        "Nid yw hwn yn edrych fel cod post. This does not look like a postcode.",
    ),
    UPN: (
        "UPN",
        "13 nod: llythyren, 11 rhif, rhif neu lythyren. 13 characters: a letter, 11 digits, a digit or letter.",
        "Nid yw'r rhif unigryw disgybl hwn yn ddilys. Gwiriwch ef neu gadewch y gell yn wag. This UPN is not valid. "
        "Check it or leave the cell empty.",
    ),
    YES_NO: ("Ie neu Na / Yes or No", "Ie, Na, Yes neu/or No", "Dewiswch o'r rhestr. Choose from the list."),
}
