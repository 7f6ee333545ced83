"""What every method shares: where it reads, what it writes, and how its memory is measured.

A method is a module with ``main(folder, out)``, run as a process of its own:
``python -m tests.benchmarks.peers.<method> <folder> <out>``. ``folder`` holds, for each side, the table
of the linkage contract (``left.parquet``) and a plainly cleaned one (``plain_left.parquet``: record_id,
forename, surname, dob, postcode, address, all folded text). It writes ``<out>/links.parquet`` (left_id,
right_id, decision 'accept' or 'review', at most one row a left_id). Only pyarrow is imported here.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read(folder: Path, name: str) -> pa.Table:
    return pq.read_table(folder / f"{name}.parquet")


def write_links(out: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    left, right, decision = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), ())
    text = pa.string()
    pq.write_table(
        pa.table(
            {
                "left_id": pa.array(left, text),
                "right_id": pa.array(right, text),
                "decision": pa.array(decision, text),
            }
        ),
        out / "links.parquet",
    )


def british(plain: pa.Table) -> bool:
    """Whether most postcodes end in a digit and two letters. The FEBRL files are Australian; methods
    whose fields must be chosen beforehand choose by this."""
    given = [value for value in plain["postcode"].to_pylist() if value]
    return 2 * sum(bool(re.search(r"[0-9][a-z]{2}$", value)) for value in given) > len(given)


def greedy(pairs: Iterable[tuple[str, str, float]]) -> list[tuple[str, str, str]]:
    """One-to-one: the best pair first, each record once; ties by the ids."""
    used_left: set[str] = set()
    used_right: set[str] = set()
    rows = []
    for left, right, _ in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        if left not in used_left and right not in used_right:
            used_left.add(left)
            used_right.add(right)
            rows.append((left, right, "accept"))
    return rows


def peak_gib() -> float:
    """The most memory this process has held. VmHWM counts from the start of this program alone; the
    figure of getrusage would include what its parent held when it forked."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 2**20


def run(main: Callable[[Path, Path], None]) -> None:
    """Call ``main`` with the two folders of the command line, and note the memory it took."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    main(folder, out)
    (out / "process.json").write_text(json.dumps({"peak_gib": peak_gib()}), encoding="utf-8")
