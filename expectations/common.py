"""Rules that several sources share, each as a function of the columns and thresholds that differ.

Put here a rule that at least two sources put. Keep out what belongs to one source. A default threshold
is right for a list kept on a computer system and sent as a file; a source that differs says so itself.
"""

from __future__ import annotations

from expectations import patterns
from expectations.rules import Rule

ASK_AGAIN = "Compare the file with its headings and ask the sender for it again."
ASK_TO_MEND = "Tell the sender the column and the share, and ask for it to be filled in."


def not_empty(*, blocks: bool, why: str) -> Rule:
    """At least one record once a file has come."""
    return Rule(
        name="not_empty",
        test="not_empty",
        stop_below=1 if blocks else None,
        warn_below=None if blocks else 1,
        why=why,
        remedy="Ask the sender whether the file was meant to hold no record.",
    )


def lineage() -> tuple[Rule, ...]:
    """Rules on how the rows were read, the same for every source."""
    return (
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
            remedy="Load the cycle again; if it comes back, it is a fault of the loader to report.",
        ),
    )


def names(*columns: str, stop_below: float = 0.90, warn_below: float = 0.995) -> tuple[Rule, ...]:
    """Given and looking like a name, for each column of a name."""
    return tuple(
        rule
        for column in columns
        for rule in (
            Rule(
                name=f"{column}_given",
                test="given",
                column=column,
                stop_below=stop_below,
                warn_below=warn_below,
                why="No child can be found without a name; a few single-name records are real.",
                remedy=ASK_TO_MEND,
            ),
            Rule(
                name=f"{column}_is_a_name",
                test="matches",
                column=column,
                pattern=patterns.NAME,
                stop_below=0.90,
                warn_below=0.99,
                why="Figures in a name mean that another column has slipped into this one.",
                remedy=ASK_AGAIN,
            ),
        )
    )


def birth_date(column: str, *, stop_below: float = 0.90, warn_below: float = 0.99) -> tuple[Rule, ...]:
    """Given, in an accepted form, a child's, and not a default date."""
    return (
        Rule(
            name=f"{column}_given",
            test="given",
            column=column,
            stop_below=stop_below,
            warn_below=warn_below,
            why="Without a date of birth neither age nor identity can be settled.",
            remedy=ASK_TO_MEND,
        ),
        Rule(
            name=f"{column}_form",
            test="matches",
            column=column,
            pattern=patterns.DATE,
            stop_below=0.90,
            warn_below=0.99,
            why="Errors of typing spoil under 1 %; more means month-first dates or a slipped column.",
            remedy="Ask for dates as day/month/year or 2014-09-03.",
        ),
        Rule(
            name=f"{column}_of_a_child",
            test="avoids",
            column=column,
            pattern=patterns.BIRTH_DATE_BEFORE_2000,
            stop_below=0.80,
            warn_below=0.98,
            why="Every child of compulsory school age was born since 2000; a list of adults was not.",
            remedy="Check that the list is of children and that this column is the date of birth.",
        ),
        Rule(
            name=f"{column}_not_default",
            test="avoids",
            column=column,
            pattern=patterns.FIRST_OF_JANUARY,
            warn_below=0.98,
            why="One birthday in 365 is 1 January; many more are a default for 'not known'.",
            remedy="Ask the sender what its system writes when a date of birth is not known.",
        ),
    )


def postcode(*, stop_below: float | None = 0.80, warn_below: float = 0.97) -> tuple[Rule, ...]:
    """Given, of a postcode's shape, and seldom a placeholder."""
    return (
        Rule(
            name="postcode_given",
            test="given",
            column="postcode",
            stop_below=stop_below,
            warn_below=warn_below,
            why="The postcode says in which authority the child lives; about 0.5 % lack one.",
            remedy=ASK_TO_MEND,
        ),
        Rule(
            name="postcode_form",
            test="matches",
            column="postcode",
            pattern=patterns.POSTCODE,
            stop_below=0.80,
            warn_below=0.98,
            why="A postcode mistyped is common enough; one in five is another column.",
            remedy=ASK_AGAIN,
        ),
        Rule(
            name="postcode_not_placeholder",
            test="avoids",
            column="postcode",
            pattern=patterns.PLACEHOLDER_POSTCODE,
            warn_below=0.99,
            why="ZZ99 stands for no fixed abode or not known: rare, and true of few children.",
            remedy="Ask the sender whether ZZ99 was written for addresses it did not look up.",
        ),
    )


def upn(*, stop_below: float | None = None, warn_below: float = 0.90) -> Rule:
    """Of a UPN's shape where one is given; staging checks the check letter."""
    return Rule(
        name="upn_form",
        test="matches",
        column="upn",
        pattern=patterns.UPN,
        stop_below=stop_below,
        warn_below=warn_below,
        why="A UPN of a wrong shape is set aside in linkage, so many of them weaken it.",
        remedy=ASK_AGAIN,
    )


def other_date(column: str, *, stop_below: float | None = None, why: str) -> Rule:
    """In an accepted form where given: a date that is not a date of birth."""
    return Rule(
        name=f"{column}_form",
        test="matches",
        column=column,
        pattern=patterns.DATE,
        stop_below=stop_below,
        warn_below=0.95,
        why=why,
        remedy="Ask for dates as day/month/year or 2014-09-03.",
    )


def given(column: str, *, stop_below: float | None = None, warn_below: float, why: str) -> Rule:
    """Not blank: a column of one source."""
    return Rule(
        name=f"{column}_given",
        test="given",
        column=column,
        stop_below=stop_below,
        warn_below=warn_below,
        why=why,
        remedy=ASK_TO_MEND,
    )


def school_number() -> Rule:
    """Of a school number's shape where given; never blocking, since foreign numbers are real."""
    return Rule(
        name="school_number_form",
        test="matches",
        column="school_number",
        pattern=patterns.SCHOOL_NUMBER,
        warn_below=0.95,
        why="Seven figures: authority and establishment. It says whom to ask, and proves nothing.",
        remedy="Ask for the seven-figure school number; a spreadsheet may have changed it.",
    )


def supplier(*, blocks: bool) -> Rule:
    """The authority that the file's place names takes part in the collection."""
    return Rule(
        name="supplier_takes_part",
        test="participating",
        column="supplier_la_code",
        stop_below=1.0 if blocks else None,
        warn_below=None if blocks else 1.0,
        why="A file in the folder of an authority that takes no part is in the wrong place.",
        remedy="Move the file to the folder of the authority that it is for, or take it out.",
    )
