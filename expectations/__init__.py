"""What is asked of raw extracts at the door, with Great Expectations.

What belongs here: rules on text as it was received, before anyone has read it. Is the file the one it
says it is, are its columns filled, do values have the right shape? One module a source; a rule is data
(``rules.Rule``) with its thresholds and a sentence of why. What does not belong here: anything about
tables that dbt builds (dbt tests own those), linkage and figures (Dagster checks), and running the
suites (``orchestration.quality``).

Which rules block and which warn. A rule has up to two thresholds.

* ``stop_below`` is critical and blocks the run. It is set far below normal, where the file is no
  longer a noisy extract but a wrong one: no names, no readable dates of birth, no postcodes, words
  where codes should be, rows that could not be read, lineage that is not unique. For the NHS and the
  authorities it is also put to each file of 20 records or more, so that one wrong file cannot hide
  behind the others. For neighbours and independent schools one poor file only warns. A rule that looks
  at fewer than 20 values never stops anything: one gap in a list of five is no wrong file.
* ``warn_below`` warns. It is set a little below normal, so that a supplier's decline is seen: it is put
  to the source as a whole and to each supplier's file, where a supplier of whom something else is known
  to be normal may have a threshold of its own (``orchestration.quality.thresholds``). A file with fewer
  than 20 values, or fewer than 20 that do not meet the rule, raises no such warning.

Always warnings: a source that has not come at all, UPN (outside PLASC) and school-number shapes, ZZ99
postcodes, default dates of birth, an empty list of the small sources. No rule ever names a value.

Importing this package is cheap: Great Expectations itself is imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Callable

from expectations import (
    cme_register,
    ehe,
    eotas,
    independent_schools,
    neighbouring,
    nhs,
    ooc,
    plasc,
    reference,
)
from expectations.rules import Rule

SUITES: dict[str, Callable] = {
    "nhs": nhs.suite,
    "plasc": plasc.suite,
    "ehe": ehe.suite,
    "eotas": eotas.suite,
    "ooc": ooc.suite,
    "cme_register": cme_register.suite,
    "neighbouring": neighbouring.suite,
    "independent_schools": independent_schools.suite,
    "postcodes": reference.postcodes_suite,
    "schools": reference.schools_suite,
}
"""The suite of each raw table, by the table's name: call it with ``participating_las``."""

FILE_SUITES: dict[str, Callable] = {
    "nhs": nhs.file_suite,
    "plasc": plasc.file_suite,
    "ehe": ehe.file_suite,
    "eotas": eotas.file_suite,
    "ooc": ooc.file_suite,
    "cme_register": cme_register.file_suite,
    "neighbouring": neighbouring.file_suite,
    "independent_schools": independent_schools.file_suite,
}
"""The suite put to the files of each source that suppliers send, one row a file."""

RULES: dict[str, tuple[Rule, ...]] = {
    "nhs": nhs.RULES,
    "plasc": plasc.RULES,
    "ehe": ehe.RULES,
    "eotas": eotas.RULES,
    "ooc": ooc.RULES,
    "cme_register": cme_register.RULES,
    "neighbouring": neighbouring.RULES,
    "independent_schools": independent_schools.RULES,
    "postcodes": reference.POSTCODE_RULES,
    "schools": reference.SCHOOL_RULES,
}
"""The rules of each raw table, as data."""

DERIVED_COLUMNS: dict[str, dict[str, str]] = {
    "independent_schools": independent_schools.DERIVED_COLUMNS,
}
"""Columns that a rule names and the raw table lacks: SQL over the table's own columns."""

__all__ = ["DERIVED_COLUMNS", "FILE_SUITES", "RULES", "SUITES", "Rule"]
