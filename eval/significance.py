"""Is a difference more than luck? Two resampling methods that assume nothing about the shape of the values.

The paired test is Fisher's randomisation test as recommended for retrieval by Smucker, Allan and Carterette,
"A Comparison of Statistical Significance Tests for Information Retrieval Evaluation", CIKM 2007. The
interval is the percentile bootstrap of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993.
"""

from collections.abc import Sequence

import numpy as np

ROUNDS = 10_000
SEED = 2007
_TOLERANCE = 1e-12


def paired_p(a: Sequence[float], b: Sequence[float], *, rounds: int = ROUNDS, seed: int = SEED) -> float:
    """The two-sided p in (0, 1] of the mean difference of two systems over the same topics, in order.

    If the systems do not differ, each topic's two values could as well be swapped. p is the share of random
    swaps (the observed one counted in) whose mean difference is at least as large as the observed one.
    Raises ValueError if the lengths differ or are 0.
    """
    if len(a) != len(b) or not a:
        raise ValueError(f"a paired test needs two equally long samples, not {len(a)} and {len(b)} values")
    differences = np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(rounds, len(differences)))
    extreme = np.abs(signs @ differences) >= abs(differences.sum()) - _TOLERANCE
    return float((extreme.sum() + 1) / (rounds + 1))


def mean_interval(
    values: Sequence[float], *, level: float = 0.95, rounds: int = ROUNDS, seed: int = SEED
) -> tuple[float, float]:
    """The interval of the mean at confidence `level` in (0, 1). Raises ValueError without values."""
    if not values:
        raise ValueError("the mean of no values has no interval")
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(len(sample), size=(rounds, len(sample)))
    low, high = np.quantile(sample[drawn].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
