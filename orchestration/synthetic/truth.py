"""The truth of a sample: for each row of each landing file, whose it is and which errors were planted in it.

Put here its columns and its file, which is beside the data folder and read by measurements only. Keep out what is true
of a child (``world.py``).
"""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from .education import MISSING, STATES
from .names import GROUPS
from .rows import ERRORS, Rows
from .world import World

COLUMNS = (
    "source_file",
    "source_row",
    "person_id",
    "household_id",
    "twin_set_id",
    "education_state",
    "is_missing",
    "home_la_code",
    "name_group",
    "rurality",
    "errors",
)


class Truth:
    """Collects the rows of files in the order in which they are written."""

    def __init__(self) -> None:
        self._files: list[tuple[str, np.ndarray, np.ndarray]] = []

    def add(self, source_file: str, rows: Rows) -> None:
        """The rows of a file in their order; the first record is row 2."""
        self._files.append((source_file, rows.person, rows.errors))

    def counts(self) -> dict[str, int]:
        """Rows of each file."""
        return {name: len(person) for name, person, _ in self._files}

    def table(self, world: World) -> pa.Table:
        """All rows, with `COLUMNS`."""
        files = sorted(self._files, key=lambda item: item[0])
        person = np.concatenate([p for _, p, _ in files])
        bits = np.concatenate([e for _, _, e in files])
        household = world.kids.household[person]
        kinds, which = np.unique(bits, return_inverse=True)
        texts = [";".join(name for n, name in enumerate(ERRORS) if int(kind) >> n & 1) for kind in kinds]
        twins = world.kids.twin_set[person]
        state = world.edu.state[person]

        def coded(codes: np.ndarray, values: list[str]) -> pa.Array:
            return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(values)).cast(pa.string())

        names = [name for name, _, _ in files]
        sizes = [len(p) for _, p, _ in files]
        missing = np.isin(state, MISSING) & world.kids.in_age[person]
        return pa.table(
            {
                "source_file": coded(np.repeat(np.arange(len(files)), sizes), names),
                "source_row": np.concatenate([np.arange(2, size + 2) for size in sizes]),
                "person_id": pa.array(person),
                "household_id": pa.array(household),
                "twin_set_id": pa.array(twins, mask=twins < 0),
                "education_state": coded(state, list(STATES)),
                "is_missing": pa.array(missing),
                "home_la_code": coded(world.kids.la[person], [a.code for a in world.geo.authorities]),
                "name_group": coded(world.homes.group[household], list(GROUPS)),
                "rurality": coded(world.geo.rural[world.homes.postcode[household]].astype(int), ["urban", "rural"]),
                "errors": coded(which, texts),
            }
        )

    def write(self, path: Path, world: World) -> None:
        """Write the table as gzip-compressed CSV, the same bytes every time."""
        buffer = io.BytesIO()
        csv.write_csv(self.table(world), buffer, csv.WriteOptions(quoting_style="none"))
        write_gzip(path, buffer.getvalue())


def write_gzip(path: Path, content: bytes) -> None:
    """Compress without a file name or a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as handle,
        gzip.GzipFile(filename="", mode="wb", compresslevel=2, fileobj=handle, mtime=0) as zipped,
    ):
        zipped.write(content)
