"""What comes into linkage: two tables of one shape, and the seed of forename aliases.

Put here the columns that linkage reads and the faults that stop it. Keep out anything derived from a
column: that is features/prepare.py.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

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
INPUT_COLUMNS = (*TEXT_COLUMNS, "date_of_birth", "easting", "northing")


def register_inputs(con: duckdb.DuckDBPyConnection, left: pa.Table, right: pa.Table) -> None:
    """Make ``left_input`` and ``right_input``, in an order that does not depend on the row order given.

    A missing column is read as empty, whatever its type. Raises ``ValueError`` naming all required
    columns that are missing, on both sides, and repeated record ids (a count, never an id).
    """
    issues = []
    for name, table in (("left", left), ("right", right)):
        missing = {"record_id", "kind"} - set(table.column_names)
        if missing:
            issues.append(f"{name}: missing columns {', '.join(sorted(missing))}")
            continue
        con.register("given", table)
        columns = []
        for column in INPUT_COLUMNS:
            kind = "varchar" if column in TEXT_COLUMNS else "double"
            kind = "date" if column == "date_of_birth" else kind
            value = column if column in table.column_names else "null"
            columns.append(f"cast({value} as {kind}) as {column}")
        con.execute(
            f"create or replace table {name}_input as select {', '.join(columns)} from given order by record_id"
        )
        con.unregister("given")
        repeated = con.execute(f"select count(*) - count(distinct record_id) from {name}_input").fetchall()[0][0]
        if repeated:
            issues.append(f"{name}: {repeated} record ids are repeated or empty")
    if issues:
        raise ValueError("linkage input: " + "; ".join(issues))


def load_aliases(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make ``aliases`` (forename_key, groups VARCHAR[]) from the seed; empty when there is no file."""
    if path.exists():
        source = (
            "read_csv($path, header = true, auto_detect = false, delim = ',', "
            "columns = {'alias_group': 'VARCHAR', 'forename_key': 'VARCHAR'})"
        )
        con.execute(
            "create or replace table aliases as select forename_key, "
            f"list(distinct alias_group order by alias_group) as groups from {source} group by all",
            {"path": str(path)},
        )
    else:
        con.execute("create or replace table aliases (forename_key varchar, groups varchar[])")
