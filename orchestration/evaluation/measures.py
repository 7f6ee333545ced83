"""The measures, each with what it counts and what it means, over all records and by group.

Put here definitions and counting. Keep out the records that are counted (records.py) and charts. A
measure is a share of counts with a Wilson interval at 95 %, so a group with few records shows a wide one.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from orchestration.evaluation.intervals import wilson
from orchestration.evaluation.stages import sql

SCHEMA = pa.schema(
    [
        ("group_kind", pa.string()),
        ("group", pa.string()),
        ("measure", pa.string()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Measure:
    """A share: ``top`` of ``bottom``, both conditions on a row of ``records``."""

    name: str
    top: str
    bottom: str
    means: str
    needs_truth: bool = True


_FOUND = "is_known and is_true and (is_accepted or is_duplicate)"

MEASURES = (
    Measure(
        "precision", "is_accepted and is_true", "is_accepted", "Of accepted links, the share that are to the child."
    ),
    Measure(
        "precision_with_review",
        "is_true and (is_accepted or is_held)",
        "is_accepted or is_held and is_true",
        "The same when every review is answered rightly.",
    ),
    Measure(
        "recall",
        f"is_given and {_FOUND}",
        "is_given and is_known",
        "Of records whose child is known to education, the share accepted as that child.",
    ),
    Measure(
        "recall_with_review",
        f"is_given and ({_FOUND} or is_known and is_held and is_true)",
        "is_given and is_known",
        "The same when every review is answered rightly.",
    ),
    Measure(
        "blocking_recall",
        "is_given and is_known and is_reached",
        "is_given and is_known",
        "Of the same records, the share of which a true pair is compared at all: the ceiling of recall.",
    ),
    Measure(
        "review_right", "is_held and is_true", "is_held", "Of links held for a person, the share that are to the child."
    ),
    Measure(
        "unknown_accepted",
        "is_given and not is_known and is_accepted",
        "is_given and not is_known",
        "Of records whose child is not known to education, the share accepted as somebody else: the harm.",
    ),
    Measure(
        "false_twin_links",
        "is_accepted and not is_true and is_twin_link",
        "is_accepted and is_twin",
        "Of accepted links of twins, the share that are to the other twin.",
    ),
    Measure(
        "missing_listed",
        "missing_fate = 'listed'",
        "missing_fate is not null",
        "Of children truly missing education who were received, the share on the list of potential cases.",
    ),
    Measure(
        "missing_waiting", "missing_fate = 'waiting'", "missing_fate is not null", "The share who wait for a review."
    ),
    Measure(
        "missing_hidden",
        "missing_fate = 'hidden'",
        "missing_fate is not null",
        "The share whom nobody would look for: the worst error.",
    ),
    Measure(
        "duplicates_found",
        "is_surplus and is_rightly_duplicate",
        "is_surplus",
        "Of further records of a child already on the list, the share set aside as duplicates.",
    ),
    Measure(
        "duplicates_right",
        "is_rightly_duplicate",
        "is_duplicate",
        "Of records set aside as duplicates, the share that are of the same child.",
    ),
    Measure(
        "accepted_share",
        "is_accepted",
        "disposition = 'in_scope'",
        "Of records in scope, the share accepted.",
        needs_truth=False,
    ),
    Measure(
        "perfect_share",
        "outcome = 'perfect'",
        "disposition = 'in_scope'",
        "The share that agree exactly.",
        needs_truth=False,
    ),
    Measure(
        "review_share",
        "is_held",
        "disposition = 'in_scope'",
        "The share held for a person: the work to be done.",
        needs_truth=False,
    ),
    Measure(
        "unmatched_share",
        "outcome = 'unmatched'",
        "disposition = 'in_scope'",
        "The share without an acceptable candidate.",
        needs_truth=False,
    ),
    Measure(
        "duplicate_share",
        "is_duplicate",
        "true",
        "Of records in scope and duplicates, the share set aside as duplicates.",
        needs_truth=False,
    ),
)
DERIVED = {
    "f1": "The harmonic mean of precision and recall.",
    "f1_with_review": "The same when every review is answered rightly.",
    "expected_precision": (
        "The mean match probability of accepted links: what the model itself expects precision to be."
    ),
}
MEANINGS = {measure.name: measure.means for measure in MEASURES} | DERIVED

AGE_BAND = """case when age is null then 'unknown' when age < 8 then '5 to 7' when age < 11 then '8 to 10'
    when age < 14 then '11 to 13' else '14 to 16' end"""


def _each(column: str) -> str:
    return f"unnest(string_split(coalesce(nullif({column}, ''), 'none'), ';'))"


GROUPS = {
    # group kind: (a value of a row of records, only with a truth)
    "all": ("'all'", False),
    "source": ("source", False),
    "la": ("la_code", False),
    "age_band": (AGE_BAND, False),
    "match_reason": ("coalesce(match_reason, 'duplicate')", False),
    "name_group": ("name_group", True),
    "rurality": ("rurality", True),
    "twin": ("case when is_twin then 'twin' else 'not a twin' end", True),
    "education_state": ("education_state", True),
    "planted_error": (_each("errors"), True),
    "planted_error_education": (_each("education_errors"), True),
}
"""Groups by which all is counted. Records of the NHS only, but by source. A record with two planted errors
counts under each; ``planted_error_education`` are those on any education record of the child."""


def measure_all(con: duckdb.DuckDBPyConnection, *, with_truth: bool) -> pa.Table:
    """All measures by all groups, from ``records``: a long table with ``SCHEMA``.

    Rows without a record in the denominator are left out.
    """
    rows: list[dict[str, object]] = []
    for kind, (value, needs_truth) in GROUPS.items():
        if with_truth or not needs_truth:
            rows += _by_group(con, kind, value, with_truth=with_truth)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _by_group(con: duckdb.DuckDBPyConnection, kind: str, value: str, *, with_truth: bool) -> list[dict[str, object]]:
    asked = [m for m in MEASURES if with_truth or not m.needs_truth]
    # an independent school's pupils are mostly on no other list: their figures would blur the NHS ones
    found = sql.rows(con, "counts_by_group", group_value=value, measures=asked, all_sources=kind == "source")
    rows: list[dict[str, object]] = []
    for group, probability, *numbers in sorted(found, key=lambda row: _in_order(row[0])):
        shares = {m.name: (numbers[2 * i], numbers[2 * i + 1]) for i, m in enumerate(asked)}
        for name, (top, bottom) in shares.items():
            if bottom:
                low, high = wilson(top, bottom)
                rows.append(_row(kind, group, name, top, bottom, low, high))
        accepted = shares["accepted_share"][0]
        if accepted and probability is not None:
            rows.append(_row(kind, group, "expected_precision", round(probability, 6), accepted, None, None))
        if with_truth:
            for suffix in ("", "_with_review"):
                rows += _f1(kind, group, suffix, shares["precision" + suffix], shares["recall" + suffix])
    return rows


def _in_order(group: str) -> tuple[int, str]:
    """Ages by number, all else by name."""
    first = group.split(" ")[0]
    return (int(first) if first.isdigit() else 1000), group


def _f1(
    kind: str, group: str, suffix: str, precision: tuple[int, int], recall: tuple[int, int]
) -> list[dict[str, object]]:
    """F1 as a share of counts; its interval is that of found / (found + false + missed), carried over."""
    found, false, missed = recall[0], precision[1] - precision[0], recall[1] - recall[0]
    if not found + false + missed:
        return []
    low, high = (2 * end / (1 + end) for end in wilson(found, found + false + missed))
    return [_row(kind, group, f"f1{suffix}", 2 * found, 2 * found + false + missed, low, high)]


def _row(
    kind: str, group: str, measure: str, top: float, bottom: float, low: float | None, high: float | None
) -> dict[str, object]:
    return {
        "group_kind": kind,
        "group": group,
        "measure": measure,
        "numerator": top,
        "denominator": bottom,
        "value": top / bottom,
        "low": low,
        "high": high,
    }
