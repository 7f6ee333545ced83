"""The whole job, landing to published set, at the pilot's size and at that of Wales.

    python -m tests.benchmarks.pipeline --las pilot wales

Each run is the real command in a process of its own, on invented extracts in a temporary folder. Printed
are the command's own table of stages, wall and processor seconds, and the largest process's memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CME = Path(sys.executable).with_name("cme")


def _timed(arguments: list[str]) -> tuple[str, float, float, float]:
    """Standard output, wall seconds, processor seconds and peak GiB of one command."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([str(CME), *arguments], stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        output.seek(0)
        text = output.read()
    if status != 0:
        raise SystemExit(f"cme {' '.join(arguments)} ended with status {os.waitstatus_to_exitcode(status)}")
    # wait4 counts the command and the processes it waited for; memory is that of the largest
    return text, time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**20


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--las", nargs="+", default=["pilot", "wales"], choices=["pilot", "wales"])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    for las in args.las:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            sample, wall, cpu, memory = _timed(
                ["sample", "--las", las, "--scale", str(args.scale), "--seed", str(args.seed), "--out", str(data)]
            )
            print(f"== {las}, scale {args.scale}, seed {args.seed}\n{sample.rstrip()}")
            print(f"making the extracts: {wall:.0f} s wall, {cpu:.0f} s processor, {memory:.1f} GiB")
            text, wall, cpu, memory = _timed(["--data", str(data), "run"])
            stages = text[text.index("Time by stage") :].split("\n\n")[0]
            print(f"{stages}\nthe run: {wall:.0f} s wall, {cpu:.0f} s processor, {memory:.1f} GiB\n", flush=True)


if __name__ == "__main__":
    main()
