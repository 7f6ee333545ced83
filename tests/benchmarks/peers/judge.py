"""How many of a method's links are true, with one definition for all methods.

*Precision*: of accepted links, the share whose right record is of the same child. *Recall*: of left
records whose child is on the right, the share with a true accepted link. *F1* follows from the two; its
interval is that of true links among true, false and missed ones, of which F1 is a function. *Review
share*: of all left records, those left for a person. *F1 if reviewed*: held links judged rightly.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.evaluation.intervals import wilson


@dataclass(frozen=True)
class Figures:
    """Counts of left records."""

    true: int
    false: int
    known: int
    review: int
    review_true: int
    records: int

    @property
    def precision(self) -> tuple[float, float, float]:
        links = self.true + self.false
        return self.true / max(links, 1), *wilson(self.true, links)

    @property
    def recall(self) -> tuple[float, float, float]:
        return self.true / max(self.known, 1), *wilson(self.true, self.known)

    @property
    def f1(self) -> tuple[float, float, float]:
        everything = self.false + self.known  # known = true + missed
        shares = (self.true / max(everything, 1), *wilson(self.true, everything))
        low, middle, high = sorted(2 * share / (1 + share) for share in shares)
        return middle, low, high

    @property
    def f1_reviewed(self) -> float:
        true = self.true + self.review_true
        return 2 * true / max(true + self.false + self.known, 1)


def judge(folder: Path, links: Path) -> Figures:
    """The figures of the links in a file, by the truths in ``folder``."""
    con = duckdb.connect()
    found = con.execute(f"""
        with judged as (
            select k.decision, a.person_id = b.person_id as is_true
            from '{links}' k join '{folder}/truth_left.parquet' a on a.record_id = k.left_id
            join '{folder}/truth_right.parquet' b on b.record_id = k.right_id
        )
        select count(*) filter (decision = 'accept' and is_true), count(*) filter (decision = 'accept' and not is_true),
            (select count(*) from '{folder}/truth_left.parquet'
                where person_id in (select person_id from '{folder}/truth_right.parquet')),
            count(*) filter (decision = 'review'), count(*) filter (decision = 'review' and is_true),
            (select count(*) from '{folder}/truth_left.parquet') from judged""").fetchall()[0]
    con.close()
    return Figures(*found)
