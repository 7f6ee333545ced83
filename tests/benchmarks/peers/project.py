"""The project's linkage with its own settings: a model trained on the very records, no labels.

A duplicate is counted as a claim that its child is where the record it repeats was found.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.linkage.run import link
from orchestration.linkage.settings import LinkageSettings
from tests.benchmarks.peers.method import read, run, write_links


def main(folder: Path, out: Path, *, settings: LinkageSettings | None = None) -> None:
    result = link(read(folder, "left"), read(folder, "right"), cycle="benchmark", settings=settings)
    links = result.links.select(["left_id", "right_id", "decision"]).to_pylist()
    accepted = {row["left_id"]: row["right_id"] for row in links if row["decision"] == "accept"}
    rows = [(row["left_id"], row["right_id"], row["decision"]) for row in links]
    rows += [
        (row["left_id"], accepted[row["duplicate_of_left_id"]], "accept")
        for row in result.duplicates.to_pylist()
        if row["duplicate_of_left_id"] in accepted
    ]
    write_links(out, rows)


if __name__ == "__main__":
    run(main)
