"""Running the rules at the door and keeping what they found.

What belongs here: putting a suite of ``expectations`` to a raw table, and the result as numbers. What does not: the
rules themselves and their thresholds (``expectations``), how a result stops a run (``orchestration.dagster.checks``),
and the pages that show it (``reporting.data_docs``). Nothing here holds or writes a value of a record.

``validate.validate`` puts a suite.
"""
