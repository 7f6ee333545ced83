"""How linkage grows: seconds and memory of each stage at several sizes, trained on the records and with a saved model.

    python -m tests.benchmarks.linkage_scale
    python -m tests.benchmarks.linkage_scale --sizes 30000 100000

Sizes are records received on each side, of an invented Wales scaled to fit. Every run is a process of its
own. The memory of a stage is the most that the process held while in it, all tables kept so far included.
The slope is the power of the size with which seconds grow between the smallest and the largest: 1 is
proportional. Put here time and memory only: quality is in linkage.py.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
SIZES = (30_000, 100_000, 300_000, 500_000)
# Left records of an invented Wales at scale 1.
WALES = 462_000


def _peak_gib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 2**20


def _forget_peak() -> None:
    """Let the kernel count the process's peak memory from here on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def make(folder: Path, size: int, seed: int) -> None:
    """Write both sides as parquet."""
    from orchestration.synthetic import write_sample
    from tests.benchmarks.linkage import load

    with tempfile.TemporaryDirectory() as work:
        made = write_sample(Path(work) / "sample", las="wales", scale=size / WALES, seed=seed)
        left, right, *_ = load(made.out, made.truth_file)
    pq.write_table(left, folder / "left.parquet")
    pq.write_table(right, folder / "right.parquet")


def measure(folder: Path, kept_model: bool) -> dict[str, object]:
    """Link the two sides of a folder; seconds and GiB by stage."""
    from orchestration.linkage import run
    from orchestration.linkage.model import ModelFile

    memory: dict[str, float] = {}

    class Watched(run.StepTimer):
        @contextmanager
        def __call__(self, name: str) -> Iterator[None]:
            _forget_peak()
            with super().__call__(name):
                yield
            memory[name] = _peak_gib()

    run.StepTimer = Watched  # type: ignore[misc]
    left, right = (pq.read_table(folder / f"{side}.parquet") for side in ("left", "right"))
    started = time.perf_counter()
    result = run.link(left, right, cycle="benchmark", model=ModelFile.load() if kept_model else None)
    return {
        "records": (left.num_rows, right.num_rows),
        "pairs": result.metrics["counts"]["scored_pairs"],
        "total": time.perf_counter() - started,
        "seconds": result.metrics["seconds"],
        "gib": memory,
    }


def _call(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.linkage_scale", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout


def show(title: str, runs: list[dict]) -> None:
    """One row a stage, one column a size."""
    print(f"\n== {title}: seconds (GiB)\n")
    sizes = [f"{run['records'][0]:,} x {run['records'][1]:,}" for run in runs]
    print("| stage | " + " | ".join(sizes) + " | slope |\n|" + " --- |" * (len(runs) + 2))
    stages = [
        (name, [run["seconds"][name] for run in runs], [run["gib"][name] for run in runs])
        for name in runs[0]["seconds"]
    ]
    stages.append(("whole", [run["total"] for run in runs], [max(run["gib"].values()) for run in runs]))
    growth = math.log(runs[-1]["records"][0] / runs[0]["records"][0]) if len(runs) > 1 else 0
    for name, seconds, gib in stages:
        slope = f"{math.log(max(seconds[-1], 1e-3) / max(seconds[0], 1e-3)) / growth:.2f}" if growth else ""
        print(
            f"| {name} | "
            + " | ".join(f"{s:.1f} ({g:.2f})" for s, g in zip(seconds, gib, strict=True))
            + f" | {slope} |"
        )
    print("| pairs scored | " + " | ".join(f"{run['pairs']:,}" for run in runs) + " | |", flush=True)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--make", nargs=2, metavar=("FOLDER", "SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, metavar=("FOLDER", "MODEL"), help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.make:
        return make(Path(args.make[0]), int(args.make[1]), args.seed)
    if args.measure:
        return print(json.dumps(measure(Path(args.measure[0]), args.measure[1] == "kept")))
    modes = {"trained": "trained on the records", "kept": "with the model of the package"}
    runs: dict[str, list[dict]] = {mode: [] for mode in modes}
    for size in sorted(args.sizes):
        with tempfile.TemporaryDirectory() as folder:
            _call("--make", folder, str(size), "--seed", str(args.seed))
            for mode, found in runs.items():
                found.append(json.loads(_call("--measure", folder, mode)))
                print(f"{size:,} {mode}: {found[-1]['total']:.1f} s", file=sys.stderr, flush=True)
    for mode, title in modes.items():
        show(title, runs[mode])
    return None


if __name__ == "__main__":
    main()
