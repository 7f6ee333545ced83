"""How each choice of linkage is taken out, for the ablation: one entry a choice.

Put here replacements of single steps, in force only inside their context. Keep out measuring
(ablation.py). A replacement must leave the tables that later steps read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import duckdb
import numpy as np

from orchestration.linkage import blocking, comparisons, model, output, persons, resolve, score
from orchestration.linkage.decide import holds, unseen_twin_risk
from orchestration.linkage.resolve import one_to_one, shares
from orchestration.linkage.settings import PROVING_KINDS, LinkageSettings
from orchestration.linkage.tables import DUPLICATES, LEFT_TWIN_PAIRS, PERSONS, RIGHT_TWIN_PAIRS, create_empty

WHOLE = LinkageSettings()


def each_its_best(left: np.ndarray, right: np.ndarray, values: np.ndarray) -> np.ndarray:
    """In place of ``assign``: every left record takes its best partner, taken or not."""
    order = np.lexsort((right, -values, left))
    first = np.ones(len(order), bool)
    first[1:] = left[order][1:] != left[order][:-1]
    best = order[first]
    return np.sort(best[values[best] > 0])


def greedy(left: np.ndarray, right: np.ndarray, values: np.ndarray) -> np.ndarray:
    """In place of ``assign``: the best pair first, each end once."""
    used_left, used_right, chosen = set(), set(), []
    for i in np.lexsort((right, left, -values)):
        if values[i] > 0 and left[i] not in used_left and right[i] not in used_right:
            used_left.add(left[i])
            used_right.add(right[i])
            chosen.append(i)
    return np.sort(np.array(chosen, dtype=np.int64))


def _pair_odds(pi_left: float | np.ndarray, pi_right: float, assumed: float) -> float | np.ndarray:
    """In place of ``even_weight``: even odds of a pair by itself, as if no one-to-one choice followed."""
    return np.zeros_like(np.asarray(pi_left, dtype=float))[()]


def _comparisons(
    change: Callable[[comparisons.Comparison], comparisons.Comparison],
) -> Callable[[], tuple]:
    whole = comparisons.comparisons
    return lambda: tuple(change(c) for c in whole())


def _without_frequency(c: comparisons.Comparison) -> comparisons.Comparison:
    return replace(c, levels=tuple(replace(level, tf=None) for level in c.levels))


def _without_house(c: comparisons.Comparison) -> comparisons.Comparison:
    if c.name != "place":
        return c
    levels = tuple(
        replace(x, sql="false") if "house" in x.name or x.name == "postcode_one_letter" else x for x in c.levels
    )
    return replace(c, null_sql="pc_l is null or pc_r is null", levels=levels)


def _without_place(c: comparisons.Comparison) -> comparisons.Comparison:
    return replace(c, null_sql="true") if c.name == "place" else c


def _without_region(c: comparisons.Comparison) -> comparisons.Comparison:
    levels = tuple(replace(x, sql="false") if x.name == "region" else x for x in c.levels)
    return replace(c, levels=levels)


@contextmanager
def _other_comparisons(change: Callable, *, train: bool) -> Iterator[None]:
    changed = _comparisons(change)
    with ExitStack() as stack:
        for module in (score, output, *((model,) if train else ())):
            stack.enter_context(patch.object(module, "comparisons", changed))
        yield


@contextmanager
def _no_twins_in_decide() -> Iterator[None]:
    """``decide`` sees no twins; the household and duplicates steps still do."""
    whole = holds.decide

    def blind(con: duckdb.DuckDBPyConnection, **settings: object) -> None:
        names = (LEFT_TWIN_PAIRS.name, RIGHT_TWIN_PAIRS.name)
        for name in names:
            con.execute(
                f"alter table {name} rename to {name}_kept; create table {name} as from {name}_kept where false"
            )
        whole(con, **settings)
        for name in names:
            con.execute(f"drop table {name}; alter table {name}_kept rename to {name}")

    with patch.object(holds, "decide", blind):
        yield


def _no_duplicates(con: duckdb.DuckDBPyConnection, **_: object) -> None:
    create_empty(con, DUPLICATES)


def _each_a_person(con: duckdb.DuckDBPyConnection) -> None:
    create_empty(con, PERSONS)
    con.execute(
        "insert into persons select unique_id, 'person-' || unique_id from right_features"
        " where kind in $kinds order by unique_id",
        {"kinds": list(PROVING_KINDS)},
    )


@contextmanager
def _rules(count: int) -> Iterator[None]:
    first = blocking.blocking_rules()[:count]
    with patch.object(blocking, "blocking_rules", lambda: first):
        yield


@contextmanager
def _patched(*changes: tuple[object, str, object]) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, value in changes:
            stack.enter_context(patch.object(owner, name, value))
        yield


def variants() -> dict[str, tuple[Callable, LinkageSettings, bool]]:
    """Name: (what is taken out, settings, whether a model of its own is trained)."""

    def plain(context: Callable, settings: LinkageSettings = WHOLE, own: bool = False) -> tuple:
        return context, settings, own

    def swap(*changes: tuple[object, str, object]) -> tuple:
        return plain(lambda: _patched(*changes))

    def swap_assignment(name: str, other: Callable) -> tuple:
        return swap((shares, name, other), (one_to_one, name, other))

    def nothing() -> tuple:
        return plain(ExitStack, WHOLE)

    count = len(blocking.blocking_rules())
    return {
        "whole": nothing(),
        "one-to-one: each record its best": swap_assignment("assign", each_its_best),
        "one-to-one: greedy": swap_assignment("assign", greedy),
        "thresholds: p of the pair, no coverage": swap_assignment("even_weight", _pair_odds),
        "no household pass": swap((resolve, "link_households", lambda con, **_: None)),
        "no term frequency": plain(lambda: _other_comparisons(_without_frequency, train=False)),
        "no alias table": plain(ExitStack, replace(WHOLE, alias_file=Path("/nonexistent")), True),
        f"first 6 of {count} blocking rules": plain(lambda: _rules(6)),
        f"first 11 of {count} blocking rules": plain(lambda: _rules(11)),
        "two forenames: always held": swap((unseen_twin_risk, "unseen_twin_odds", lambda counts: math.inf)),
        "two forenames: held beside a twin only": swap((unseen_twin_risk, "unseen_twin_odds", lambda counts: 0.0)),
        "two forenames: never held": swap(
            (unseen_twin_risk, "unseen_twin_odds", lambda counts: 0.0), (holds, "CONFLICT_LEVELS", ("none",))
        ),
        "no age limit": plain(ExitStack, replace(WHOLE, furthest_birth_days=40_000)),
        "no wide rules in small files": swap((blocking, "affordable_rules", lambda con: ())),
        "no hold beside a twin": plain(_no_twins_in_decide),
        "postcode only, no house or street": plain(lambda: _other_comparisons(_without_house, train=True), WHOLE, True),
        "no twenty kilometres": plain(lambda: _other_comparisons(_without_region, train=True), WHOLE, True),
        "no place comparison": plain(lambda: _other_comparisons(_without_place, train=False)),
        "no duplicates step": swap((resolve, "find_duplicates", _no_duplicates)),
        "each education record a person": swap((persons, "recognise_persons", _each_a_person)),
        "model of the package, not trained": plain(ExitStack, replace(WHOLE, always_default_model=True), True),
    }
