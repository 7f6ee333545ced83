"""What is asked of the lists of education otherwise than at school at the door (``raw.eotas``).

A match here clears a child, so a wrong file blocks. Keep out which provision counts: dbt settles that.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="A small authority may fund none on the reference date."),
    *common.lineage(),
    *common.names("surname", "forename", warn_below=0.99),
    *common.birth_date("dob", warn_below=0.98),
    *common.postcode(warn_below=0.95),
    common.upn(),
    common.given("provision_type", warn_below=0.95, why="It says what education the child is given."),
    common.other_date(
        "end_date",
        stop_below=0.50,
        why="An end date that cannot be read would keep a child in provision that has ended.",
    ),
    common.other_date("start_date", why="The start date shows whether provision had begun."),
    common.supplier(blocks=True),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.eotas``; ``participating_las`` are GSS codes."""
    return build_suite("eotas", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of EOTAS files; one wrong file blocks."""
    return build_file_suite("eotas", RULES, severity="critical")
