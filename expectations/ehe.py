"""What is asked of the lists of home educated children at the door (``raw.ehe``).

Suitability decides whether a match clears a child, so it blocks like a name does. The lists are kept
by hand in many authorities: other thresholds are a little lower. An empty list only warns. Keep out
what suitability means for a child: the marts settle that.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common, patterns
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="A small authority may know of no home educated child."),
    *common.lineage(),
    *common.names("surname", "forename", warn_below=0.99),
    *common.birth_date("dob", warn_below=0.98),
    *common.postcode(warn_below=0.95),
    common.upn(),
    common.given(
        "suitability",
        stop_below=0.80,
        warn_below=0.98,
        why="Without it nobody can say whether home education clears the child.",
    ),
    Rule(
        name="suitability_known",
        test="matches",
        column="suitability",
        pattern=patterns.SUITABILITY,
        stop_below=0.80,
        warn_below=0.98,
        why="Suitable, Not yet assessed, Unsuitable: any other word clears nobody.",
        remedy="Ask the authority to choose one of the three words for each child.",
    ),
    common.given("local_id", warn_below=0.95, why="It is how the authority finds the child in its own list."),
    common.other_date(
        "end_date",
        stop_below=0.50,
        why="An end date that cannot be read would keep a child home educated who no longer is.",
    ),
    common.other_date("start_date", why="The start date shows how long the child has been known."),
    common.supplier(blocks=True),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.ehe``; ``participating_las`` are GSS codes."""
    return build_suite("ehe", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of EHE files; one wrong file blocks."""
    return build_file_suite("ehe", RULES, severity="critical")
