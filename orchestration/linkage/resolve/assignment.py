"""One-to-one assignment of two sides by weight: the best total over all pairs, exactly.

Put here arithmetic on arrays only. Keep out what the sides are and what a weight means.

Most pairs need no solver: a pair whose value exceeds the best alternatives of both its ends together
belongs to every best assignment, so it is locked and its ends leave. A few rounds lock all but a
per cent; what remains falls into small components, each solved as a linear sum assignment.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

# A dense matrix of this many cells (80 MB) is still quick; beyond it the sparse solver is used.
DENSE_CELLS = 10_000_000


def best_two(ends: np.ndarray, values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """For each end the best and second best value of its pairs; 0 where there is none."""
    best, second = np.zeros(size), np.zeros(size)
    order = np.lexsort((-values, ends))
    e, v = ends[order], values[order]
    first = np.ones(len(e), dtype=bool)
    first[1:] = e[1:] != e[:-1]
    best[e[first]] = v[first]
    runner_up = np.zeros(len(e), dtype=bool)
    runner_up[1:] = first[:-1] & ~first[1:]
    second[e[runner_up]] = v[runner_up]
    return best, second


def _alternatives(ends: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """For each pair the best value its end could have without it (0: remain alone)."""
    best, second = best_two(ends, values, size)
    return np.where(values >= best[ends], second[ends], best[ends])


def assign(left: np.ndarray, right: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Indices of the chosen pairs, ascending: a one-to-one choice of the greatest total value.

    ``left`` and ``right`` are integer codes, ``values`` what a pair adds over leaving both ends alone;
    pairs of value 0 or less are never chosen. A pair must not occur twice. Among equally good choices
    the one taken depends on the codes alone, so codes must be given by content, not by row order.
    """
    order = np.lexsort((right, left))
    keep = order[values[order] > 0]
    chosen: list[np.ndarray] = []
    active = keep
    while len(active):
        a_codes, a = np.unique(left[active], return_inverse=True)
        b_codes, b = np.unique(right[active], return_inverse=True)
        v = values[active]
        locked = v > _alternatives(a, v, len(a_codes)) + _alternatives(b, v, len(b_codes))
        if not locked.any():
            chosen.append(active[_solve(a, b, v)])
            break
        chosen.append(active[locked])
        a_gone, b_gone = np.zeros(len(a_codes), bool), np.zeros(len(b_codes), bool)
        a_gone[a[locked]], b_gone[b[locked]] = True, True
        active = active[~(a_gone[a] | b_gone[b])]
    return np.sort(np.concatenate(chosen)) if chosen else np.empty(0, dtype=np.int64)


def _solve(left: np.ndarray, right: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The assignment by connected component; arguments as in ``assign``, codes dense from 0."""
    n_left, n_right = left.max() + 1, right.max() + 1
    graph = coo_matrix((np.ones(len(left)), (left, n_left + right)), shape=(n_left + n_right,) * 2)
    _, labels = connected_components(graph, directed=False)
    by_component = np.argsort(labels[left], kind="stable")
    starts = np.flatnonzero(np.diff(labels[left][by_component], prepend=-1))
    picked = [
        group[_solve_component(left[group], right[group], values[group])]
        for group in np.split(by_component, starts[1:])
    ]
    return np.concatenate(picked)


def _solve_component(left: np.ndarray, right: np.ndarray, values: np.ndarray) -> np.ndarray:
    a_codes, a = np.unique(left, return_inverse=True)
    b_codes, b = np.unique(right, return_inverse=True)
    if len(a_codes) * len(b_codes) <= DENSE_CELLS:
        matrix = np.zeros((len(a_codes), len(b_codes)))
        matrix[a, b] = values
        rows, columns = linear_sum_assignment(matrix, maximize=True)
    else:
        # each left end also has a partner of its own that is worth next to nothing: remaining alone
        alone = np.arange(len(a_codes))
        weights = coo_matrix(
            (
                np.concatenate([values, np.full(len(a_codes), 1e-9)]),
                (np.concatenate([a, alone]), np.concatenate([b, len(b_codes) + alone])),
            )
        ).tocsr()
        rows, columns = min_weight_full_bipartite_matching(weights, maximize=True)
    chosen = np.full(len(a_codes), -1)
    chosen[rows] = columns
    return np.flatnonzero(chosen[a] == b)


def rival_values(left: np.ndarray, right: np.ndarray, values: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """For each chosen pair, the value at which the next best pairing would be as good as this one.

    The next best pairing gives one end another partner. If that partner is taken, its present
    companion moves too: to the end set free if those two are a pair, else it stays alone. The gap
    between a pair's value and its rival is what the total loses by the change. 0: no alternative.
    """
    partner_of_left = dict(zip(left[chosen].tolist(), chosen.tolist(), strict=True))
    partner_of_right = dict(zip(right[chosen].tolist(), chosen.tolist(), strict=True))
    value_of = {(a, b): v for a, b, v in zip(left.tolist(), right.tolist(), values.tolist(), strict=True)}
    ends_left = set(left[chosen].tolist())
    ends_right = set(right[chosen].tolist())
    rivals = dict.fromkeys(chosen.tolist(), 0.0)
    picked = set(chosen.tolist())
    for i, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if i in picked:
            continue
        gain = values[i]
        if a in ends_left:  # the left end takes another right
            mine = partner_of_left[a]
            if b in ends_right:
                other = partner_of_right[b]
                freed = value_of.get((int(left[other]), int(right[mine])), 0.0)
                rivals[mine] = max(rivals[mine], gain - values[other] + max(freed, 0.0))
            else:
                rivals[mine] = max(rivals[mine], gain)
        if b in ends_right:  # the right end takes another left
            mine = partner_of_right[b]
            if a in ends_left:
                other = partner_of_left[a]
                freed = value_of.get((int(left[mine]), int(right[other])), 0.0)
                rivals[mine] = max(rivals[mine], gain - values[other] + max(freed, 0.0))
            else:
                rivals[mine] = max(rivals[mine], gain)
    return np.array([rivals[i] for i in chosen.tolist()])
