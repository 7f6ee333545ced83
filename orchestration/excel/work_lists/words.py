"""The words of the work lists, Welsh first; an answer chosen from a list is understood in either language.

Put here answers, labels of codes and what the summary says. Keep out the headings of columns (``sheets.py``), and the
words of reasons, bases and closures that the warehouse holds itself (``dbt_project/seeds``).
"""

from __future__ import annotations

from orchestration.domain.authorities import WELSH_AUTHORITIES

SUMMARY_SHEET, LISTS_SHEET = "Crynodeb - Summary", "Rhestrau - Lists"
CONFIDENTIAL = "Cyfrinachol / Confidential"
YES, NO = "Ie / Yes", "Na / No"
KEPT_APART = "Ar wahân / Kept apart"
BY_WHOM, DAY = "Gan bwy / By whom", "Dyddiad / Date"

# the code in the files under data/decisions, by what an officer chooses
REGISTER_DECISIONS = {
    "CME wedi'i gadarnhau / Confirmed CME": "confirmed_cme",
    "Ddim yn CME / Not CME": "not_cme",
    "Trosglwyddwyd / Transferred": "transferred",
}
UNSURE = "unsure"
PAIR_ANSWERS = {
    "Yr un plentyn / The same child": "match",
    "Plant gwahanol / Different children": "not_match",
    "Efeilliaid / Twins": "not_match",
    "Ansicr / Unsure": UNSURE,
}
# reasons for which a person closes a case; the others of seeds/closure_reasons are for rules, or come in otherwise
CLOSURE_REASONS = (
    "registered_pupil",
    "suitable_education",
    "moved_abroad",
    "ceased_csa",
    "died",
    "created_in_error",
    "other",
)

REVIEW_REASONS = {
    "twin_conflict": "Efallai mai efeilliaid ydynt / They may be twins",
    "close_rivals": "Mae mwy nag un cofnod yn ffitio bron cystal / More than one record fits nearly as well",
    "weak_evidence": "Mae'r dystiolaeth yn wan / The evidence is weak",
}
SOURCES = {
    "nhs": "GIG / NHS",
    "independent_school": "Ysgol annibynnol / Independent school",
    "cme": "Cofrestr CME / CME register",
    "leaver": "Wedi gadael cofrestr ysgol / Left a school roll",
    "plasc": "Cofrestr ysgol / School roll",
    "ehe": "Addysg yn y cartref / Home education",
    "eotas": "EOTAS",
    "ooc": "Y tu allan i'r sir / Out of county",
    "neighbouring": "Awdurdod cyfagos / Neighbouring authority",
}
CASE_STATUS = {"potential": "Posibl / Potential", "confirmed": "Cadarnhawyd / Confirmed"}
DURATION_BASIS = {
    "known_date": "Dyddiad gadael / Date of leaving",
    "no_later_than": "O leiaf / At least",
    "unknown": "Anhysbys / Not known",
}
ANSWER_HERE = "Yma / Here"
ANSWER_ON_LIST = "Taflen CME posibl / Sheet Potential CME"
ANSWER_ELSEWHERE = "Yn eich system achosion / In your case system"

# the parts of what is known of a child
CASE = "Achos / Case"
OPENED = "agorwyd / opened"
LEFT = "Gadawodd / Left"
WENT_TO = "i / to"
HOME_EDUCATION = "Addysg yn y cartref / Home education"
REVIEWED = "adolygwyd / reviewed"
OTHER_NAMES = "Enwau eraill / Other names"
ASK = "Gofynnwch i / Ask"
SILENT_SCHOOLS = "Ysgolion heb ffurflen / Schools without a return"
ALSO = "Hefyd / Also"
SUITABILITY = {
    "suitable": "addas / suitable",
    "unsuitable": "anaddas / not suitable",
    "not_yet_assessed": "heb ei hasesu / not yet assessed",
}

TITLE = ("Rhestr waith", "Work list")
CYCLE = ("Cylch", "Cycle")
REFERENCE_DATE = ("Dyddiad cyfeirio", "Reference date")
REASONS_TITLE = ("CME posibl, yn ôl rheswm", "Potential CME, by reason")
BASES_TITLE = ("CME posibl, yn ôl sail", "Potential CME, by basis")
REVIEWS_TITLE = ("I'w hadolygu, yn ôl rheswm", "To review, by reason")
REGISTER_TITLE = ("Cofrestr", "Register")
APART_TITLE = ("Ddim yn y ffeil hon", "Not in this file")
NOT_COUNTED = ("Heb eu cyfrif", "Listed, not counted")
DECIDED = ("Penderfynwyd eisoes", "Decided already")
OVER_SUBSTANTIAL = ("Ar goll am gyfnod sylweddol", "Missing for a substantial period")
CLOSURE_PROPOSED = ("Cynnig cau", "Closure proposed")
RESTRICTED = ("Plant a gedwir ar wahân: gofynnwch i'r tîm data", "Children kept apart: ask the data team")
DEFAULTS = (
    "Llenwch y ddwy gell hyn unwaith; fe'u defnyddir lle mae rhes yn wag.",
    "Fill in these two cells once; they are used where a row leaves them empty.",
)

# each line Welsh, English
HOW_TO = (
    ("Sut i weithio'r rhestr", "How to work the list"),
    (
        "Gweithiwch ar gopi: mae'r rhediad nesaf yn gwneud y ffeil hon o'r newydd. Cadwch hi yn y man diogel, a "
        "pheidiwch â'i hanfon mewn e-bost.",
        "Work on a copy: the next run replaces this file. Keep it in the secure place, and do not send it by e-mail.",
    ),
    (
        "Llenwch y colofnau â phennawd coch yn unig. Gellir gadael rhesi'n wag ac anfon y ffeil yn ôl yn hanner llawn, "
        "fwy nag unwaith.",
        "Fill in the columns with a red heading only. Rows may be left empty, and the file may be sent back half "
        "filled, more than once.",
    ),
    (
        "CME posibl: y rhai i'w holi gyntaf sydd uchaf. Ar ôl holi, dewiswch benderfyniad; os nad yw'n CME, y rheswm "
        "dros gau; os trosglwyddwyd, yr awdurdod.",
        "Potential CME: those to ask about first are at the top. After asking, choose a decision; if not CME, the "
        "reason for closing; if transferred, the authority.",
    ),
    (
        "Adolygu: ai'r un plentyn yw'r ddau gofnod? (1) yw'r cofnod i'w leoli, (2) y cofnod addysg. Mae'r "
        "gwahaniaethau'n felyn; mae (+) o blaid un plentyn, (−) yn erbyn. Mae 'Ansicr' yn gadael y pâr i aros.",
        "To review: are the two records of one child? (1) is the record to place, (2) the education record. "
        "Differences are yellow; (+) is evidence for one child, (−) against. 'Unsure' leaves the pair waiting.",
    ),
    (
        "Cofrestr: achosion agored. Lle cynigir cau, caewch yr achos yn eich system eich hun.",
        "Register: open cases. Where closure is proposed, close the case in your own system.",
    ),
    (
        "I newid ateb, dewiswch un arall gyda dyddiad diweddarach.",
        "To change an answer, choose another with a later date.",
    ),
    (
        "Anfonwch y ffeil yn ôl drwy'r ffordd ddiogel at y tîm data, sy'n ei darllen gyda: cme decisions FFEIL",
        "Send the file back by the secure method to the data team, who import it with: cme decisions FILE",
    ),
)


def authorities(*, without: str) -> dict[str, str]:
    """Code of each Welsh authority but one, by its names in both languages."""
    return {
        cy if cy == en else f"{cy} / {en}": code for code, (_, en, cy) in WELSH_AUTHORITIES.items() if code != without
    }
