"""Features of the records that linkage compares: names, dates, places and spellings, prepared once.

The entrance is ``prepare_features``. Put here what depends on one record alone (folding, tokens, parts of addresses),
on its own side (whether it may be a twin's) or on the names of the run. Keep out everything that looks at a pair: that
is blocking and comparisons. All of it is SQL, linear in the number of records, on the connection given.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.linkage.features.forenames import create_sound_macros, judge_spellings
from orchestration.linkage.features.inputs import load_aliases, register_inputs
from orchestration.linkage.features.macros import create_macros
from orchestration.linkage.settings import EVIDENCE_KINDS
from orchestration.linkage.stages import sql

__all__ = ["prepare_features"]

# Surname parts that at least this share of all parts is are common.
COMMON_SURNAME_SHARE = 0.002


def prepare_features(con: duckdb.DuckDBPyConnection, left: pa.Table, right: pa.Table, *, alias_file: Path) -> None:
    """Make ``left_features`` and ``right_features`` from two tables in the shape of inputs.COLUMN_TYPES.

    ``alias_file`` is the seed of forename aliases. Raises ``ValueError`` where a required column is missing or record
    ids are repeated.
    """
    register_inputs(con, left, right)
    load_aliases(con, alias_file)
    create_macros(con)
    create_sound_macros(con)
    sql.run(con, "features/record_features", side="left")
    sql.run(con, "features/record_features", {"evidence_kinds": EVIDENCE_KINDS}, side="right")
    sql.run(con, "features/common_surname_parts", common_share=COMMON_SURNAME_SHARE)
    judge_spellings(con)
    for side in ("left", "right"):
        sql.run(con, "features/features", side=side)
