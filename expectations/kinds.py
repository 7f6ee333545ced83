"""The kinds of rule that several columns or sources share.

Put here a question that several rows of ``sources`` ask, with the thresholds that are the same wherever it is asked:
right for a list kept on a computer system and sent as a file. A source that differs says so in its own row. Keep out
what one source alone is asked.
"""

from __future__ import annotations

from expectations import patterns
from expectations.rules import Rule, RuleKind

SEND_AGAIN = "Compare the file with its headings and ask the sender for it again."
FILL_IN = "Tell the sender the column and the share, and ask for it to be filled in."
WRITE_DATES = "Ask for dates as day/month/year or 2014-09-03."

NOT_EMPTY = RuleKind("not_empty", "not_empty", remedy="Ask the sender whether the file was meant to hold no record.")
GIVEN = RuleKind("{column}_given", "given", remedy=FILL_IN)
KNOWN = RuleKind("{column}_known", "matches")
FORM = RuleKind("{column}_form", "matches")
ONCE = RuleKind("{column}_once", "unique")
DATE_FORM = RuleKind("{column}_form", "matches", patterns.DATE, warn=0.95, remedy=WRITE_DATES)
UPN_FORM = RuleKind(
    "{column}_form",
    "matches",
    patterns.UPN,
    warn=0.90,
    why="A UPN of a wrong shape is set aside in linkage, so many of them weaken it.",
    remedy=SEND_AGAIN,
)
SCHOOL_NUMBER_FORM = RuleKind(
    "{column}_form",
    "matches",
    patterns.SCHOOL_NUMBER,
    warn=0.95,  # never blocks, since foreign numbers are real
    why="Seven figures: authority and establishment. It says whom to ask, and proves nothing.",
    remedy="Ask for the seven-figure school number; a spreadsheet may have changed it.",
)
SUPPLIER_TAKES_PART = RuleKind(
    "supplier_takes_part",
    "participating",
    why="A file in the folder of an authority that takes no part is in the wrong place.",
    remedy="Move the file to the folder of the authority that it is for, or take it out.",
)

LINEAGE = (
    Rule(
        name="rows_readable",
        test="blank",
        column="row_fault",
        stop_below=0.95,
        warn_below=0.999,
        why="A stray comma or line break spoils single rows; one row in twenty means a wrong file.",
        remedy="Ask for the file again, saved as UTF-8 CSV with quoted text.",
    ),
    Rule(
        name="rows_numbered_once",
        test="unique",
        column="source_file",
        also=("source_row",),
        stop_below=1.0,
        why="Cycle, file and row name a record for good: two records of one name cannot be traced.",
        remedy="Load the cycle again; if it comes back, it is a bug of the loader to report.",
    ),
)
"""How the rows were read: the same for every source that suppliers send."""

_NAME_SHAPE = RuleKind(
    "{column}_is_a_name",
    "matches",
    patterns.NAME,
    stop=0.90,
    warn=0.99,
    why="Figures in a name mean that another column has slipped into this one.",
    remedy=SEND_AGAIN,
)
_BIRTH_DATE_FORM = RuleKind(
    "{column}_form",
    "matches",
    patterns.DATE,
    stop=0.90,
    warn=0.99,
    why="Errors of typing spoil under 1 %; more means month-first dates or a slipped column.",
    remedy=WRITE_DATES,
)
_OF_A_CHILD = RuleKind(
    "{column}_of_a_child",
    "avoids",
    patterns.BIRTH_DATE_BEFORE_2000,
    stop=0.80,
    warn=0.98,
    why="Every child of compulsory school age was born since 2000; a list of adults was not.",
    remedy="Check that the list is of children and that this column is the date of birth.",
)
_NOT_DEFAULT_DATE = RuleKind(
    "{column}_not_default",
    "avoids",
    patterns.FIRST_OF_JANUARY,
    warn=0.98,
    why="One birthday in 365 is 1 January; many more are a default for 'not known'.",
    remedy="Ask the sender what its system writes when a date of birth is not known.",
)
_POSTCODE_FORM = RuleKind(
    "{column}_form",
    "matches",
    patterns.POSTCODE,
    stop=0.80,
    warn=0.98,
    why="A postcode mistyped is common enough; one in five is another column.",
    remedy=SEND_AGAIN,
)
_NOT_PLACEHOLDER = RuleKind(
    "{column}_not_placeholder",
    "avoids",
    patterns.PLACEHOLDER_POSTCODE,
    warn=0.99,
    why="ZZ99 stands for no fixed abode or not known: rare, and true of few children.",
    remedy="Ask the sender whether ZZ99 was written for addresses it did not look up.",
)


def name(column: str, *, stop: float | None = 0.90, warn: float) -> tuple[Rule, ...]:
    """A part of a name: given in these shares, and looking like a name."""
    why = "No child can be found without a name; a few single-name records are real."
    return GIVEN(column, stop=stop, warn=warn, why=why), _NAME_SHAPE(column)


def birth_date(column: str, *, stop: float | None = 0.90, warn: float) -> tuple[Rule, ...]:
    """A date of birth: given in these shares, in an accepted form, a child's, and not a default date."""
    why = "Without a date of birth neither age nor identity can be settled."
    given = GIVEN(column, stop=stop, warn=warn, why=why)
    return given, _BIRTH_DATE_FORM(column), _OF_A_CHILD(column), _NOT_DEFAULT_DATE(column)


def postcode(*, stop: float | None = 0.80, warn: float) -> tuple[Rule, ...]:
    """The postcode of the home: given in these shares, of a postcode's shape, and seldom a placeholder."""
    why = "The postcode says in which authority the child lives; about 0.5 % lack one."
    given = GIVEN("postcode", stop=stop, warn=warn, why=why)
    return given, _POSTCODE_FORM("postcode"), _NOT_PLACEHOLDER("postcode")
