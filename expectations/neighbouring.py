"""What is asked of the neighbours' returns at the door (``raw.neighbouring``).

A neighbour is under no duty to send anything, so one poor return warns and does not stop the others;
only when the returns as a whole are wrong is the run blocked.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common, patterns
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="A neighbour may teach no child from here."),
    *common.lineage(),
    *common.names("surname", "forename", warn_below=0.99),
    *common.birth_date("dob", warn_below=0.98),
    *common.postcode(warn_below=0.95),
    common.upn(),
    common.given("home_la", warn_below=0.95, why="It says to which authority the neighbour thinks the child belongs."),
    Rule(
        name="home_la_takes_part",
        test="participating",
        column="home_la",
        warn_below=0.90,
        why="A return should hold children who live in an authority that takes part.",
        remedy="Ask the neighbour for children living in the participating authorities only.",
    ),
    Rule(
        name="enrol_status_known",
        test="matches",
        column="enrol_status",
        pattern=patterns.ENROL_STATUS,
        warn_below=0.95,
        why="English systems write other letters; those children still count as on the roll sent.",
        remedy="Ask the neighbour what its statuses mean.",
    ),
    common.school_number(),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.neighbouring``; ``participating_las`` are GSS codes."""
    return build_suite("neighbouring", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of neighbours' files; one wrong file warns."""
    return build_file_suite("neighbouring", RULES, severity="warning")
