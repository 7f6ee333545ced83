"""All or nothing: statements that take effect together.

Keep out opening and locking the database (``warehouse.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what is executed inside at the end; undo all of it on any error or interruption, which goes on."""
    con.begin()
    try:
        yield
        con.commit()
    except BaseException:
        con.rollback()
        raise
