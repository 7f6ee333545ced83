"""What comes into linkage: two tables of one shape, and the seed of forename aliases.

Put here the columns that linkage reads and the issues that stop it. Keep out anything derived from a
column: that is the rest of this package.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.linkage.stages import sql

TEXT_COLUMNS = (
    "record_id",
    "kind",
    "la_code",
    "surname",
    "forenames",
    "middle_names",
    "former_surname",
    "preferred_surname",
    "preferred_forename",
    "postcode",
    "address",
    "upn",
)
COLUMN_TYPES = {
    **dict.fromkeys(TEXT_COLUMNS, "varchar"),
    "date_of_birth": "date",
    "easting": "double",
    "northing": "double",
}
INPUT_COLUMNS = tuple(COLUMN_TYPES)
REQUIRED_COLUMNS = {"record_id", "kind"}


def register_inputs(con: duckdb.DuckDBPyConnection, left: pa.Table, right: pa.Table) -> None:
    """Make ``left_input`` and ``right_input`` (temp), in an order that does not depend on the row order given.

    A missing column is read as empty, whatever its type. Raises ``ValueError`` naming all required
    columns that are missing, on both sides, and repeated record ids (a count, never an id).
    """
    issues = []
    for side, table in (("left", left), ("right", right)):
        missing = REQUIRED_COLUMNS - set(table.column_names)
        if missing:
            issues.append(f"{side}: missing columns {', '.join(sorted(missing))}")
            continue
        con.register("given", table)
        sql.run(con, "features/input", side=side, columns=COLUMN_TYPES, given=table.column_names)
        con.unregister("given")
        repeated = con.execute(f"select count(*) - count(distinct record_id) from {side}_input").fetchall()[0][0]
        if repeated:
            issues.append(f"{side}: {repeated} record ids are repeated or empty")
    if issues:
        raise ValueError("linkage input: " + "; ".join(issues))


def load_aliases(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make ``aliases`` (temp; forename_key, groups VARCHAR[]) from the seed; empty when there is no file."""
    if path.exists():
        sql.run(con, "features/aliases", {"path": str(path)})
    else:
        con.execute("create or replace temp table aliases (forename_key varchar, groups varchar[])")
