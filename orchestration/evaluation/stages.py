"""The SQL stages of the evaluation: ``sql.run(con, "records")`` runs ``sql/records.sql``.

Each file begins with what goes in, what comes out and why. Every table is in the memory of the evaluation's connection.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.storage.sql_files import SqlFiles

sql = SqlFiles(Path(__file__).parent / "sql")
