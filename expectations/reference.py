"""What is asked of the reference tables at the door (``raw.postcodes``, ``raw.schools``).

These are published lists without people. A missing list warns, because a run goes on without it; a
list that came and is wrong blocks, because it would place every child wrongly.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common, patterns
from expectations.rules import Rule, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

ASK_EDITION = "Take a current edition of the ONS postcode directory, with its own headings."

POSTCODE_RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="Without postcodes a child's authority is the one that the file names."),
    Rule(
        name="postcode_form",
        test="matches",
        column="postcode",
        pattern=patterns.POSTCODE_AS_STORED,
        stop_below=0.99,
        why="Records are looked up by it, in capitals with one space.",
        remedy=ASK_EDITION,
    ),
    Rule(
        name="postcode_once",
        test="unique",
        column="postcode",
        stop_below=1.0,
        why="A postcode listed twice would double every child who lives there.",
        remedy=ASK_EDITION,
    ),
    Rule(
        name="la_code_given",
        test="given",
        column="la_code",
        stop_below=0.90,
        warn_below=0.99,
        why="It settles where a child lives.",
        remedy=ASK_EDITION,
    ),
    Rule(
        name="la_code_form",
        test="matches",
        column="la_code",
        pattern=patterns.LA_CODE,
        stop_below=0.99,
        why="GSS codes are a letter and eight figures; another coding matches no authority.",
        remedy=ASK_EDITION,
    ),
    Rule(
        name="covers_wales",
        test="matches",
        column="la_code",
        pattern=patterns.WELSH_LA_CODE,
        stop_below=0.02,
        why="About 5 % of a full United Kingdom list is Welsh; a list of England alone has none.",
        remedy="Take an edition that covers Wales.",
    ),
    common.given("easting", warn_below=0.95, why="Distance between two addresses is evidence in linkage."),
)

SCHOOL_RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="Without it nobody can be told which school to ask."),
    Rule(
        name="school_number_once",
        test="unique",
        column="school_number",
        stop_below=1.0,
        why="A school listed twice would double its pupils wherever its name is looked up.",
        remedy="Take the second line of the school out of schools.csv.",
    ),
    common.given("school_number", stop_below=0.80, warn_below=0.99, why="It is how a school is found."),
    common.school_number(),
    common.given("name", warn_below=0.99, why="Letters and lists name the school."),
    common.given("la_code", warn_below=0.95, why="It says which authority the school belongs to."),
    Rule(
        name="email_form",
        test="matches",
        column="email",
        pattern=patterns.EMAIL,
        warn_below=0.95,
        why="Questions about single rows go to it.",
        remedy="Mend the address in schools.csv.",
    ),
)


def postcodes_suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.postcodes``; ``participating_las`` is taken for one shape with others."""
    return build_suite("postcodes", POSTCODE_RULES, participating_las=participating_las)


def schools_suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.schools``; ``participating_las`` is taken for one shape with others."""
    return build_suite("schools", SCHOOL_RULES, participating_las=participating_las)
