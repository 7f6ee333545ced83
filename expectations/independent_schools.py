"""What is asked of independent schools' returns at the door (``raw.independent_schools``).

Schools send spreadsheets, documents and e-mails, typed by hand. A return with gaps is a question to
that school and never a failed file, so one poor return warns; only when the returns as a whole are
wrong is the run blocked. A child's name may come in two columns or in one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

# SQL over raw.independent_schools: the surname, or the one full name that stands for it.
DERIVED_COLUMNS = {"surname_or_full_name": "coalesce(surname, full_name)"}

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="A school may have no pupil living in Wales."),
    *common.lineage(),
    *common.names("surname_or_full_name", warn_below=0.98),
    *common.birth_date("dob", stop_below=0.80, warn_below=0.97),
    *common.postcode(stop_below=0.50, warn_below=0.95),
    common.upn(warn_below=0.85),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.independent_schools``; no rule of it concerns authorities."""
    return build_suite("independent_schools", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of schools' returns; one wrong return warns."""
    return build_file_suite("independent_schools", RULES, severity="warning")
