"""Gates at the door, and which received rows have issues.

What belongs here: checking a raw table against the rules of ``expectations`` and the results as numbers; the rows that
meet a rule of ``row_rules.toml``. What does not: the rules themselves and their thresholds, how a result stops a run
(``orchestration.dagster.checks``), and the pages and lists that show it (``reporting``, ``excel``). Nothing here holds
or writes a value of a record.

``gate.run_gate`` checks a source, ``thresholds.read_thresholds`` reads what people set for single suppliers,
``row_issues.returns_received`` says what came with which issues.
"""
