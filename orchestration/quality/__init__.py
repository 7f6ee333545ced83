"""Running the rules at the door and keeping what they found.

What belongs here: putting a suite of ``expectations`` to a raw table, the result as numbers, and the
Data Docs that show it. What does not: the rules themselves and their thresholds (``expectations``), and
how a result stops a run (``orchestration.dagster.checks``). Nothing here holds or writes a value of a record.

``validate.validate`` puts a suite; ``docs.build_docs`` builds the pages.
"""
