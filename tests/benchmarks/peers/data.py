"""The records that all methods are given: invented children, and the plain cleaning of any data set.

    python -m tests.benchmarks.peers.data FOLDER SCALE NOISE SEED

writes an invented pilot. Kept are NHS records on the left and records that prove education on the right;
the project's own evidence kinds and other columns help nobody but itself and stay out.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.linkage.settings import PROVING_KINDS
from orchestration.synthetic import write_sample
from tests.benchmarks.linkage import load


def write_pilot(folder: Path, *, scale: float, noise: float, seed: int) -> None:
    """left, right and their truths, as parquet."""
    with tempfile.TemporaryDirectory() as work:
        made = write_sample(Path(work) / "sample", las="pilot", scale=scale, seed=seed, noise=noise)
        left, right, truth_left, truth_right = load(made.out, made.truth_file)
    for name, table, kinds in (
        ("left", left, ("nhs",)),
        ("truth_left", truth_left, ("nhs",)),
        ("right", right, PROVING_KINDS),
        ("truth_right", truth_right, PROVING_KINDS),
    ):
        kept = table.filter(pc.is_in(table["kind"], pa.array(kinds)))
        pq.write_table(kept, folder / f"{name}.parquet")


def write_plain(folder: Path) -> None:
    """``plain_left`` and ``plain_right``: what any analyst would do first. Case and accents go, the
    first forename stands alone, punctuation in names and addresses becomes space."""
    con = duckdb.connect()
    con.execute(
        "create macro plain(t) as nullif(trim(regexp_replace(lower(strip_accents(t)), '[^a-z0-9]+', ' ', 'g')), '')"
    )
    for side in ("left", "right"):
        con.execute(f"""
            copy (
                select record_id, split_part(plain(forenames), ' ', 1) as forename, plain(surname) as surname,
                    strftime(date_of_birth, '%Y-%m-%d') as dob, lower(postcode) as postcode, plain(address) as address
                from '{folder}/{side}.parquet' order by record_id
            ) to '{folder}/plain_{side}.parquet'
        """)
    con.close()


if __name__ == "__main__":
    write_pilot(Path(sys.argv[1]), scale=float(sys.argv[2]), noise=float(sys.argv[3]), seed=int(sys.argv[4]))
