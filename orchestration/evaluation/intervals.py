"""The interval of a measured share.

Put here how uncertain a share of counts is. Keep out which shares are measured (measures.py).
"""

from __future__ import annotations

CONFIDENCE = 0.95


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Ends of the 95 % Wilson score interval of ``successes`` out of ``trials``, each from 0 to 1.

    (0, 1) where there are no trials: nothing is known then. Raises ``ValueError`` where there are more successes than
    trials, or where either is negative.
    """
    from scipy.stats import binomtest  # scipy.stats takes a second to import, and most commands measure nothing

    if trials == 0:
        return 0.0, 1.0
    low, high = binomtest(successes, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(low), float(high)
