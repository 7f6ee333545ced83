"""The SQL stages of linkage: ``sql.run(con, "resolve/exact_links")`` runs ``sql/resolve/exact_links.sql``.

Each file begins with what goes in, what comes out and why. Tables that steps hand to each other are declared in
tables.py; a ``temp`` table belongs to the step that makes it.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.storage.sql_files import SqlFiles

sql = SqlFiles(Path(__file__).parent / "sql")
