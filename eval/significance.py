"""Is a difference more than luck? Two resampling methods that assume nothing about the shape of the values.

The paired test is Fisher's randomisation test as recommended for retrieval by Smucker, Allan and Carterette,
"A Comparison of Statistical Significance Tests for Information Retrieval Evaluation", CIKM 2007. The
interval is the percentile bootstrap of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993. Where
several tests are made, their p are corrected as by Holm, "A Simple Sequentially Rejective Multiple Test
Procedure", 1979.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

ROUNDS = 10_000
"""Of the paired test."""
RESAMPLES = 2_000
"""Of an interval."""
SEED = 2007
_TOLERANCE = 1e-12
_BLOCK = 2_000_000
"""Random numbers drawn at once: bounds the memory, whatever the number of topics."""
_SMALL = 1_000_000
_LARGE = 25_000_000
"""Up to these the numbers drawn are kept for the next sample of that length: many small ones, few large."""


def paired_p(a: Sequence[float], b: Sequence[float], *, rounds: int = ROUNDS, seed: int = SEED) -> float:
    """The two-sided p in (0, 1] of the mean difference of two systems over the same topics, in order.

    If the systems do not differ, each topic's two values could as well be swapped. p is the share of random
    swaps (the observed one counted in) whose mean difference is at least as large as the observed one.
    Raises ValueError if the lengths differ or are 0, or if a value is no finite number.
    """
    if len(a) != len(b) or not a:
        raise ValueError(f"a paired test needs two equally long samples, not {len(a)} and {len(b)} values")
    differences = _finite(a) - _finite(b)
    generator = np.random.default_rng(seed)
    observed = abs(differences.sum()) - _TOLERANCE
    extreme = 0
    for size in _blocks(rounds, len(differences)):
        signs = generator.choice((-1.0, 1.0), size=(size, len(differences)))
        extreme += int((np.abs(signs @ differences) >= observed).sum())
    return (extreme + 1) / (rounds + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p of several tests corrected for their number, in the order given.

    The chance that any of those below a level is luck stays below that level. Raises ValueError for what is
    no p.
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError(f"not all of {list(p_values)} are in [0, 1]")
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for passed, i in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, p_values[i] * (len(p_values) - passed)))
        corrected[i] = largest
    return corrected


def mean_interval(
    values: Sequence[float], *, level: float = 0.95, rounds: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """The interval of the mean at confidence `level` in (0, 1).

    Raises ValueError without values, or if one is no finite number.
    """
    if not values:
        raise ValueError("the mean of no values has no interval")
    return _interval(tuple(map(float, values)), level, rounds, seed)


@lru_cache(maxsize=4096)
def _interval(values: tuple[float, ...], level: float, rounds: int, seed: int) -> tuple[float, float]:
    """Tables, figures and JSON ask for the same intervals."""
    sample = _finite(values)
    if sample.min() == sample.max():
        return float(sample[0]), float(sample[0])
    means = np.concatenate([counts @ sample for counts in _resamples(len(sample), rounds, seed)]) / len(
        sample
    )
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _finite(values: Sequence[float]) -> npt.NDArray[np.float64]:
    if not all(map(math.isfinite, values)):
        raise ValueError("a value is missing or infinite: it cannot be averaged")
    return np.asarray(values, dtype=np.float64)


def _resamples(n: int, rounds: int, seed: int) -> Iterator[npt.NDArray[np.float64]]:
    """How often each of n values is drawn in each resample, in blocks of rows that add up to n."""
    if n * rounds > _LARGE:
        generator = np.random.default_rng(seed)
        drawn: Iterable[npt.NDArray[np.uint8]] = (_drawn(generator, n, size) for size in _blocks(rounds, n))
    else:
        drawn = (_small if n * rounds <= _SMALL else _large)(n, rounds, seed)
    for counts in drawn:
        yield counts.astype(np.float64)


@lru_cache(maxsize=64)
def _small(n: int, rounds: int, seed: int) -> Sequence[npt.NDArray[np.uint8]]:
    """Several measures of the same topics are resampled alike, so the counts are drawn once."""
    generator = np.random.default_rng(seed)
    return [_drawn(generator, n, size) for size in _blocks(rounds, n)]


_large = lru_cache(maxsize=2)(_small.__wrapped__)


def _drawn(generator: np.random.Generator, n: int, size: int) -> npt.NDArray[np.uint8]:
    drawn = generator.integers(n, size=(size, n)) + np.arange(size)[:, None] * n
    return np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.uint8)


def _blocks(rounds: int, n: int) -> Iterator[int]:
    step = max(1, _BLOCK // n)
    yield from (min(step, rounds - done) for done in range(0, rounds, step))
