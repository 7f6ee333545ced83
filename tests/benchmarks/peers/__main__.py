"""The project's linkage beside its peers, on the same records.

    python -m tests.benchmarks.peers
    python -m tests.benchmarks.peers --scale 1 --data pilot

Every method runs in a process of its own, one at a time. Wall time is that of the whole process,
reading and writing included.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.peers.data import write_plain
from tests.benchmarks.peers.environment import ROOT, peers_python
from tests.benchmarks.peers.judge import Figures, judge

METHODS = {
    "project": "this project",
    "general": "this project, general settings",
    "splink_docs": "Splink 5, documented style",
    "ecm": "recordlinkage, ECM",
    "match_keys": "match keys in order",
    "fuzzy_lookup": "Fuzzy Lookup (3-grams)",
}
DATA = ("febrl4", "pilot", "noisy")
OWN_ENVIRONMENT = ("ecm", "febrl")


def call(module: str, *arguments: str | Path) -> float:
    """Run a module of this package as a process; wall seconds."""
    python = peers_python() if module in OWN_ENVIRONMENT else Path(sys.executable)
    command = [
        str(python),
        "-W",
        "ignore",
        "-m",
        f"tests.benchmarks.peers.{module}",
        *map(str, arguments),
    ]
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr[-3000:]}")
    return time.monotonic() - started


def make(name: str, folder: Path, *, scale: float, seed: int) -> str:
    """Write one data set into ``folder``; returns its title."""
    if name == "febrl4":
        call("febrl", folder, folder)
        title = "FEBRL 4 (without the social security number)"
    else:
        noise = 2 if name == "noisy" else 1
        call("data", folder, str(scale), str(noise), str(seed))
        title = f"invented pilot, scale {scale:g}, seed {seed}, noise {noise}"
    write_plain(folder)
    return title


def line(method: str, figures: Figures, seconds: float, memory: float) -> str:
    def share(values: tuple[float, float, float]) -> str:
        return f"{values[0]:.4f} [{values[1]:.4f}, {values[2]:.4f}]"

    review = f"{figures.review / figures.records:.2%} ({figures.f1_reviewed:.4f})" if figures.review else "-"
    cells = (
        METHODS[method],
        share(figures.precision),
        share(figures.recall),
        share(figures.f1),
        review,
        str(figures.false),
        str(figures.known - figures.true),
        f"{seconds:.1f}",
        f"{memory:.2f}",
    )
    return "| " + " | ".join(cells) + " |"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", nargs="+", choices=DATA, default=list(DATA))
    parser.add_argument("--methods", nargs="+", choices=list(METHODS), default=list(METHODS))
    parser.add_argument("--scale", type=float, default=0.3, help="of the invented pilot; 1 is all of it")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    for name in args.data:
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            title = make(name, folder, scale=args.scale, seed=args.seed)
            print(f"\n== {title}\n")
            print(
                "| method | precision | recall | F1 | review share (F1 if reviewed) | false | missed | wall s | GiB |"
            )
            print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
            for method in args.methods:
                out = folder / method
                out.mkdir()
                seconds = call(method, folder, out)
                memory = json.loads((out / "process.json").read_text(encoding="utf-8"))["peak_gib"]
                print(line(method, judge(folder, out / "links.parquet"), seconds, memory), flush=True)


if __name__ == "__main__":
    main()
