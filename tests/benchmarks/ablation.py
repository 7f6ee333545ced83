"""What each choice of linkage is worth: one is taken out at a time, all else left as it is.

    python -m tests.benchmarks.ablation --scale 0.3 --seeds 1 2 --noise 1 2

Prints the false and missed links of each variant, summed over the seeds, and the change of F1 against the
whole. Keep out how a choice is taken out (left_out.py) and measures (link_measures.py).

One model is trained per data set and used by every variant that does not touch training, so that
differences are not those of two models.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.linkage import run
from orchestration.synthetic import write_sample
from tests.benchmarks.left_out import variants
from tests.benchmarks.link_measures import evaluate
from tests.benchmarks.linkage import load

COUNTED = (
    "precision",
    "recall",
    "recall_with_review",
    "review_share",
    "hidden",
    "twin_cross_links",
)


def sample(scale: float, seed: int, noise: float) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    with tempfile.TemporaryDirectory() as folder:
        made = write_sample(Path(folder) / "sample", las="pilot", scale=scale, seed=seed, noise=noise)
        return load(made.out, made.truth_file)


def _counts(result: run.LinkageResult, truths: tuple[pa.Table, pa.Table]) -> np.ndarray:
    rows = {row["measure"]: row for row in evaluate(result, *truths).to_pylist()}
    return np.array([x for name in COUNTED for x in (rows[name]["successes"], rows[name]["trials"])])


def _line(name: str, c: dict[str, tuple[int, int]], seconds: float, whole: float | None) -> tuple[str, float]:
    share = {key: a / b if b else 0.0 for key, (a, b) in c.items()}
    f1 = 2 * share["precision"] * share["recall"] / (share["precision"] + share["recall"])
    reviewed = 2 * share["precision"] * share["recall_with_review"] / (share["precision"] + share["recall_with_review"])
    change = "" if whole is None else f"{(f1 - whole) * 100:+.2f}"
    false, missed = c["precision"][1] - c["precision"][0], c["recall"][1] - c["recall"][0]
    cells = (
        name,
        f"{share['precision']:.5f}",
        f"{share['recall']:.5f}",
        f"{f1:.5f}",
        change,
        f"{reviewed:.5f}",
        f"{share['review_share']:.2%}",
        c["review_share"][0],
        false,
        missed,
        c["hidden"][0],
        c["twin_cross_links"][0],
        f"{seconds:.0f}",
    )
    return "| " + " | ".join(str(x) for x in cells) + " |", f1


def absent(right: pa.Table, truth_right: pa.Table, keep: float) -> tuple[pa.Table, pa.Table]:
    """The right side without the records of some children, drawn child by child (twins are parted)."""
    con = duckdb.connect()
    con.register("given_right", right)
    con.register("given_truth", truth_right)
    kept = f"record_id in (select record_id from given_truth where hash(person_id) % 1000 < {keep * 1000})"
    return tuple(con.sql(f"from given_{x} where {kept}").to_arrow_table() for x in ("right", "truth"))


def ablate(scale: float, seeds: list[int], noise: float, only: list[str], keep: float = 1.0) -> None:
    chosen = {name: v for name, v in variants().items() if not only or name == "whole" or any(o in name for o in only)}
    totals = {name: np.zeros(2 * len(COUNTED), dtype=int) for name in chosen}
    seconds = dict.fromkeys(chosen, 0.0)
    for seed in seeds:
        left, right, *truths = sample(scale, seed, noise)
        if keep < 1:
            right, truths[1] = absent(right, truths[1], keep)
        trained = run.train(left, right)
        for name, (context, settings, own_model) in chosen.items():
            started = time.perf_counter()
            with context():
                result = run.link(
                    left,
                    right,
                    cycle="ablation",
                    settings=settings,
                    model=None if own_model else trained,
                )
            totals[name] += _counts(result, truths)
            seconds[name] += time.perf_counter() - started
    print(
        f"\n== invented pilot, scale {scale:g}, noise {noise:g}, seeds {', '.join(map(str, seeds))} together,"
        f" {keep:.0%} of known children kept\n"
    )
    print(
        "| left out | precision | recall | F1 | change, points | F1 if reviewed | review | held | false | missed"
        " | hidden | twin | s |\n|" + " --- |" * 13
    )
    whole = None
    for name, numbers in totals.items():
        pairs = {measure: (int(numbers[2 * i]), int(numbers[2 * i + 1])) for i, measure in enumerate(COUNTED)}
        text, f1 = _line(name, pairs, seconds[name], whole)
        whole = f1 if name == "whole" else whole
        print(text, flush=True)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.3)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--noise", type=float, nargs="+", default=[1.0, 2.0])
    parser.add_argument("--only", nargs="*", default=[], help="parts of names of variants")
    parser.add_argument(
        "--keep",
        type=float,
        default=1.0,
        help="share of the children known to education whose records are kept",
    )
    args = parser.parse_args(argv)
    for noise in args.noise:
        ablate(args.scale, args.seeds, noise, args.only, args.keep)


if __name__ == "__main__":
    main()
