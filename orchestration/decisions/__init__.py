"""What people decided: about pairs, about cases, and the list of suppressions.

``files`` reads and appends to the CSV files under ``<data>/decisions/``, ``load`` validates them and fills the raw
tables. Keep out what a decision does to a match or a case, which is linkage's and dbt's.
"""

from orchestration.decisions.load import load_decisions

__all__ = ["load_decisions"]
