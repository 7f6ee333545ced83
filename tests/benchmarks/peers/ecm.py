"""recordlinkage's expectation maximisation (ECM): a Fellegi-Sunter model without labels, p >= 0.5.

Which fields are compared was chosen in its favour, knowing the truth: on FEBRL 4 the address as well
(F1 0.98, without it 0.81), on children not (with it 0.67: siblings share an address, and the model then
learns to tell families). Pairs are made one-to-one, the most probable first.

Runs in the environment of ``requirements.txt``: it imports nothing of the project but ``method``.
"""

from __future__ import annotations

from pathlib import Path

import recordlinkage as rl

from tests.benchmarks.peers.method import british, greedy, read, run, write_links

BLOCKS = (
    ["forename", "surname"],
    ["forename", "dob"],
    ["surname", "dob"],
    ["dob", "postcode"],
    ["forename", "postcode"],
    ["surname", "postcode"],
)


def main(folder: Path, out: Path) -> None:
    left, right = (read(folder, f"plain_{side}").to_pandas().set_index("record_id") for side in ("left", "right"))
    address = () if british(read(folder, "plain_left")) else ("address",)
    indexer = rl.Index()
    for block in (*BLOCKS, *(["postcode", name] for name in address)):
        indexer.block(block)
    pairs = indexer.index(left, right)
    compare = rl.Compare(n_jobs=1)
    for name in ("forename", "surname", *address):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for name in ("dob", "postcode"):
        compare.exact(name, name, label=name)
    features = compare.compute(pairs, left, right)
    classifier = rl.ECMClassifier()
    classifier.fit(features)
    probability = classifier.prob(features)
    kept = probability[probability >= 0.5]
    write_links(out, greedy((a, b, p) for (a, b), p in kept.items()))


if __name__ == "__main__":
    run(main)
