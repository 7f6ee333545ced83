"""One row a received record: what became of it, and whether that is true.

Put here the table ``records`` that all measures count, and the tables of the warehouse it is made of.
Keep out the measures. Everything happens in a DuckDB connection of its own, in memory.
"""

from __future__ import annotations

import duckdb

from orchestration.evaluation.pairs import reached_by_blocking
from orchestration.evaluation.stages import sql
from orchestration.linkage.settings import PROVING_KINDS

INPUTS = {
    "outcomes": "select * from marts.match_outcomes where cycle = $cycle and disposition in ('in_scope', 'duplicate')",
    "potential": "select * from marts.potential_cme where cycle = $cycle",
    "links": "select * from linkage.links where cycle = $cycle",
    "unlinked": "select * from linkage.unlinked where cycle = $cycle",
    "persons": "select * from linkage.persons where cycle = $cycle",
    "candidates": "select * from linkage.candidates where cycle = $cycle",
    "linkage_left": "select * from intermediate.int_linkage_left where kind in ('nhs', 'independent_school')",
    "linkage_right": f"select * from intermediate.int_linkage_right where kind in {PROVING_KINDS}",
    "lineage": "select record_id, source_file, source_row from intermediate.int_outcome_record_lineage",
    "files": "select source_file, rows_received from raw.files where cycle = $cycle and status = 'loaded'",
    "cycles": "select reference_date from raw.cycles where cycle = $cycle",
}
"""What is read of the warehouse. Staging and linkage hold one cycle, the one that is current."""


def copy_inputs(warehouse: duckdb.DuckDBPyConnection, con: duckdb.DuckDBPyConnection, cycle: str) -> None:
    """Copy the tables of ``INPUTS`` from the warehouse to the connection that measures."""
    for name, query in INPUTS.items():
        rows = warehouse.sql(query, params={"cycle": cycle} if "$cycle" in query else None)
        con.register("given", rows.to_arrow_table())
        con.execute(f"create or replace table {name} as from given")
        con.unregister("given")


def make_records(con: duckdb.DuckDBPyConnection, *, with_truth: bool) -> None:
    """Make ``records``, one row a received record in scope or set aside as a duplicate.

    ``is_given``: it went to linkage. ``is_accepted``, ``is_held``, ``is_duplicate``: what became of it.
    With a truth also: ``is_known`` (the child has a record of another source that proves education),
    ``is_true`` (the link accepted or held, or for a duplicate the link of the record it repeats, is to
    a person who has a record of the child), ``is_reached`` (a true pair is compared), ``is_twin``,
    ``is_twin_link`` (the link is to another child of the own twin set), ``is_surplus`` (a further
    record of a child already on the list), ``is_rightly_duplicate``, and ``missing_fate`` on one record
    of each truly missing child: 'listed', 'waiting' for a review, or 'hidden'.
    """
    if with_truth:
        reached_by_blocking(con)
    else:
        con.execute("create or replace table reached (record_id varchar)")
    for stage in ("right_truth", "left_truth", "education_errors", "records"):
        sql.run(con, stage)
