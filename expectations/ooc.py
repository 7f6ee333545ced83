"""What is asked of the lists of children educated out of county at the door (``raw.ooc``).

A match here clears a child, so a wrong file blocks. School numbers may be English, and only warn.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="An authority may know of no child educated elsewhere."),
    *common.lineage(),
    *common.names("surname", "forename", warn_below=0.99),
    *common.birth_date("dob", warn_below=0.98),
    *common.postcode(warn_below=0.95),
    common.upn(),
    common.given("host_la", warn_below=0.95, why="It says which authority could confirm that the child attends."),
    common.school_number(),
    common.supplier(blocks=True),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.ooc``; ``participating_las`` are GSS codes."""
    return build_suite("ooc", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of out-of-county files; one wrong file blocks."""
    return build_file_suite("ooc", RULES, severity="critical")
