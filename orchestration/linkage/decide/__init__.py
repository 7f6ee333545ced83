"""Which proposed links are accepted, held for a person or dropped, and why.

The entrance is ``decide_links``. Keep out the proposals: those are made by resolve/.
"""

from __future__ import annotations

import duckdb

from orchestration.linkage.decide import holds
from orchestration.linkage.settings import LinkageSettings

__all__ = ["decide_links"]


def decide_links(con: duckdb.DuckDBPyConnection, *, settings: LinkageSettings) -> None:
    """Add to ``links`` those of ``proposed_links`` that are accepted or held for review."""
    holds.find_twins(con)
    holds.decide(con, settings=settings)
