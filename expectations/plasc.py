"""What is asked of the pupils on maintained schools' rolls at the door (``raw.plasc``).

Nearly every child is found here, so a wrong file of one authority would leave tens of thousands of
pupils unmatched: what says 'wrong file' blocks. Enrolment status and leaving date decide who is on a
roll now, so they block too. Keep out whether a pupil is current: dbt settles that.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common, patterns
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=True, why="An authority has maintained schools, so it has pupils."),
    *common.lineage(),
    *common.names("surname", "forename"),
    *common.birth_date("dob"),
    *common.postcode(),
    common.given(
        "upn",
        stop_below=0.60,
        warn_below=0.98,
        why="Every pupil of a maintained school has a UPN; new arrivals may wait for one.",
    ),
    common.upn(stop_below=0.70, warn_below=0.98),
    common.given(
        "enrol_status",
        stop_below=0.90,
        warn_below=0.99,
        why="The status proves that the child is a registered pupil.",
    ),
    Rule(
        name="enrol_status_known",
        test="matches",
        column="enrol_status",
        pattern=patterns.ENROL_STATUS,
        stop_below=0.90,
        warn_below=0.995,
        why="C, M, S and G prove registration; another letter proves nothing, so the child stays open.",
        remedy="Ask which statuses the authority's system writes, and for C, M, S or G instead.",
    ),
    common.other_date(
        "leaving_date",
        stop_below=0.50,
        why="A leaving date that cannot be read would keep a child who left on the roll.",
    ),
    common.other_date("entry_date", why="The entry date settles which of two schools is the later."),
    common.given(
        "school_number",
        stop_below=0.50,
        warn_below=0.98,
        why="It says which school to ask about the child.",
    ),
    common.school_number(),
    Rule(
        name="nc_year_known",
        test="matches",
        column="nc_year",
        pattern=patterns.NC_YEAR,
        warn_below=0.95,
        why="N1, N2, R and 1 to 14: the year helps to see a slipped column, and matches nobody.",
        remedy=common.ASK_AGAIN,
    ),
    common.supplier(blocks=True),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.plasc``; ``participating_las`` are GSS codes."""
    return build_suite("plasc", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of PLASC files; one wrong file blocks."""
    return build_file_suite("plasc", RULES, severity="critical")
