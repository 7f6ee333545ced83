"""What is asked of the authorities' own CME registers at the door (``raw.cme_register``).

Existing registers run from case systems to spreadsheets, and some hold no dates or addresses, so only
what makes a case unusable blocks. Keep out what may close a case: the register settles that.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=False, why="An authority may have no open case and keep no closed one."),
    *common.lineage(),
    *common.names("surname", "forename", warn_below=0.99),
    *common.birth_date("dob", stop_below=0.80, warn_below=0.98),
    # a child whose whereabouts are not known has no address: that is what the register is for
    *common.postcode(stop_below=None, warn_below=0.50),
    common.upn(),
    common.given(
        "case_ref",
        stop_below=0.80,
        warn_below=0.99,
        why="The reference is how a case is told from another between cycles.",
    ),
    Rule(
        name="case_ref_once",
        test="unique",
        column="supplier_la_code",
        also=("case_ref",),
        warn_below=0.99,
        why="Two cases of one reference in one authority would be counted as two and closed as one.",
        remedy="Ask the authority which of the cases keeps the reference.",
    ),
    common.given(
        "opened_date",
        warn_below=0.80,
        why="Days missing are counted from it; some registers never recorded it.",
    ),
    common.other_date("opened_date", why="Days missing are counted from it."),
    common.other_date(
        "closed_date",
        stop_below=0.50,
        why="A closing date that cannot be read would count a closed case as known before.",
    ),
    common.supplier(blocks=True),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.cme_register``; ``participating_las`` are GSS codes."""
    return build_suite("cme_register", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of CME register files; one wrong file blocks."""
    return build_file_suite("cme_register", RULES, severity="critical")
