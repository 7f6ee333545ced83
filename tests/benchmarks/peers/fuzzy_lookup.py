"""The likeness that Excel's Fuzzy Lookup add-in uses: weighted Jaccard over pieces of one joined text.

The add-in joins the chosen columns, cuts them into pieces, weighs a piece by how rare it is (inverse
document frequency) and gives each row of the left table the most similar row of the right one if the
weight in common is at least the threshold's share of all weight; 0.5 is its default. It does not look at
all pairs either. Pieces here are the 3-grams of each word; looked at are pairs of one birth date, or of
one birth year and the same initials. A row of the right may be given to several of the left, as there.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
from scipy.sparse import csr_matrix

from tests.benchmarks.peers.method import read, run, write_links

THRESHOLD = 0.5
CHUNK = 100_000
BLOCKS = (
    "l.dob = r.dob",
    "left(l.dob, 4) = left(r.dob, 4) and l.forename[1] = r.forename[1] and l.surname[1] = r.surname[1]",
)


def pieces(text: str) -> list[str]:
    """'mair jones' -> ' ma', 'mai', 'air', 'ir ', ' jo', ..."""
    words = [f" {word} " for word in text.split()]
    return sorted({word[i : i + 3] for word in words for i in range(len(word) - 2)})


def weighted(texts: list[str], weights: dict[str, float], codes: dict[str, int]) -> csr_matrix:
    """One row a text, one column a piece; the value is the root of the weight, so that products sum weights."""
    lists = [pieces(text) for text in texts]
    indptr = np.cumsum([0, *(len(found) for found in lists)])
    flat = [piece for found in lists for piece in found]
    values = np.sqrt(np.array([weights[piece] for piece in flat]))
    return csr_matrix((values, [codes[piece] for piece in flat], indptr), shape=(len(texts), len(codes)))


def main(folder: Path, out: Path) -> None:
    con = duckdb.connect()
    con.execute("set threads = 2")
    texts = {}
    for side in ("left", "right"):
        con.register("given", read(folder, f"plain_{side}"))
        con.execute(
            f"create table {side}_records as select *, row_number() over (order by record_id) - 1 as n from given"
        )
        con.unregister("given")
        texts[side] = con.execute(f"""
            select record_id, concat_ws(' ', forename, surname, replace(dob, '-', ' '), address, postcode)
            from {side}_records order by n
        """).fetchall()
    counts = Counter(piece for side in texts.values() for _, text in side for piece in pieces(text))
    total = sum(len(side) for side in texts.values())
    weights = {piece: float(np.log(total / count)) + 1e-9 for piece, count in counts.items()}
    codes = {piece: code for code, piece in enumerate(sorted(counts))}
    left, right = (weighted([text for _, text in texts[side]], weights, codes) for side in ("left", "right"))
    size_left, size_right = (np.asarray(m.multiply(m).sum(axis=1)).ravel() for m in (left, right))
    pairs = con.execute(
        " union ".join(
            f"select l.n as a, r.n as b from left_records l join right_records r on {block}" for block in BLOCKS
        )
    ).fetchnumpy()
    a, b = np.asarray(pairs["a"]), np.asarray(pairs["b"])
    likeness = np.empty(len(a))
    for start in range(0, len(a), CHUNK):
        i, j = a[start : start + CHUNK], b[start : start + CHUNK]
        common = np.asarray(left[i].multiply(right[j]).sum(axis=1)).ravel()
        likeness[start : start + CHUNK] = common / (size_left[i] + size_right[j] - common)
    order = np.lexsort((b, -likeness, a))
    best = order[np.r_[True, a[order][1:] != a[order][:-1]]] if len(order) else order
    write_links(
        out, [(texts["left"][a[k]][0], texts["right"][b[k]][0], "accept") for k in best if likeness[k] >= THRESHOLD]
    )


if __name__ == "__main__":
    run(main)
