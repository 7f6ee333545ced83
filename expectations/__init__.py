"""What is asked of raw extracts at the door, with Great Expectations.

What belongs here: rules on text as it was received, before anyone has read it. Is the file the one it
says it is, are its columns filled, do values have the right shape? ``sources`` is the table of rules, ``kinds``
what several of them share, ``suites`` makes Great Expectations suites of them. What does not belong here: anything
about tables that dbt builds (dbt tests own those), linkage and figures (Dagster checks), and running the suites
(``orchestration.quality``).

Which rules block and which warn. A rule has up to two thresholds.

* ``stop_below`` is critical and blocks the run. It is set far below normal, where the file is no
  longer a noisy extract but a wrong one: no names, no readable dates of birth, no postcodes, words
  where codes should be, rows that could not be read, lineage that is not unique. For the NHS and the
  authorities it also applies to each file of 20 records or more, so that one wrong file cannot hide
  behind the others. For neighbours and independent schools one poor file only warns. A rule that looks
  at fewer than 20 values never stops anything: one gap in a list of five is no wrong file.
* ``warn_below`` warns. It is set a little below normal, so that a supplier's decline is seen: it
  applies to the source as a whole and to each supplier's file, where a supplier of whom something else is known
  to be normal may have a threshold of its own (``orchestration.quality.thresholds``). A file with fewer
  than 20 values, or fewer than 20 that do not meet the rule, raises no such warning.

Always warnings: a source that has not come at all, UPN (outside PLASC) and school-number shapes, ZZ99
postcodes, default dates of birth, an empty list of the small sources. No rule ever names a value.

Importing this package is cheap: Great Expectations itself is imported only when a suite is built.
"""

from expectations.rules import Rule, TableRules
from expectations.sources import RULES

__all__ = ["RULES", "Rule", "TableRules"]
