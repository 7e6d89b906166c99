"""What is noise and what is not: intervals for a score, and whether one run is better than another."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import comb

SAMPLES = 2000  # the ends of a 95% interval move by less than half a point from seed to seed
ALPHA = 0.05


def bootstrap_interval(values: Sequence[float], samples: int = SAMPLES, seed: int = 0) -> tuple[float, float]:
    """The 95% percentile bootstrap interval of a mean.

    Args:
        values: one a question, 0 or 1 for right and wrong; or differences between two runs.
    Returns:
        The 2.5th and 97.5th percentile of the means of `samples` resamples; (0, 0) of nothing.

    Source: Efron, Annals of Statistics 1979.
    """
    if not values:
        return 0.0, 0.0
    chance = random.Random(seed)
    count = len(values)
    means = sorted(sum(chance.choices(values, k=count)) / count for _ in range(samples))
    cut = int(samples * ALPHA / 2)
    return means[cut], means[samples - 1 - cut]


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p of McNemar's test: how likely changes at least as one-sided are by chance.

    p = min(1, 2 · Σ C(n, k) / 2ⁿ for k = 0 … min(better, worse)), n = better + worse.

    Args:
        better, worse: questions that only the second run, only the first run answered right.

    Source: McNemar, Psychometrika 1947, with the binomial in place of χ².
    """
    changed = better + worse
    tail = sum(comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**changed))
