"""What is asked of the NHS extract at the door (``raw.nhs``).

The extract is what children are looked for from, so a wrong file here makes hundreds of families look
as if their children were in no school: whatever says 'wrong file' blocks, for the whole extract and
for each authority's file. Keep out age, residence and duplicates: dbt settles those.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from expectations import common
from expectations.rules import Rule, build_file_suite, build_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

RULES: tuple[Rule, ...] = (
    common.not_empty(blocks=True, why="An extract with no record would clear nobody and say so."),
    *common.lineage(),
    *common.names("surname", "forenames"),
    *common.birth_date("date_of_birth"),
    *common.postcode(),
    common.given(
        "address_line_1",
        stop_below=0.50,
        warn_below=0.97,
        why="The address tells two children of one name apart, and is where a letter would go.",
    ),
    common.supplier(blocks=False),
)


def suite(*, participating_las: Collection[str] = ()) -> ExpectationSuite:
    """A fresh suite for ``raw.nhs``; ``participating_las`` are GSS codes."""
    return build_suite("nhs", RULES, participating_las=participating_las)


def file_suite() -> ExpectationSuite:
    """A fresh suite for the table of NHS files; one wrong file blocks."""
    return build_file_suite("nhs", RULES, severity="critical")
