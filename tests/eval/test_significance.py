import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from eval import significance
from eval.significance import holm, mean_interval, paired_p

VALUES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20)


def test_identical_runs_do_not_differ() -> None:
    assert paired_p([0.0, 0.5, 1.0], [0.0, 0.5, 1.0]) == 1.0


def test_a_clear_difference_has_a_small_p() -> None:
    assert paired_p([1.0] * 30, [0.0] * 30) < 0.001


def test_equals_the_exact_test_of_a_small_sample() -> None:
    """Of the 2^4 ways to sign 1, 1, 1, 1 two are as extreme as observed."""
    assert paired_p([1.0] * 4, [0.0] * 4, rounds=100_000) == pytest.approx(2 / 16, abs=0.005)


@given(VALUES)
def test_p_has_no_direction_and_is_reproducible(pairs: list[tuple[float, float]]) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    p = paired_p(a, b, rounds=200)
    assert 0 < p <= 1
    assert p == paired_p(b, a, rounds=200) == paired_p(a, b, rounds=200)


def test_the_interval_holds_the_mean_and_narrows_with_more_topics() -> None:
    values = np.random.default_rng(0).random(400).tolist()
    low, high = mean_interval(values)
    few_low, few_high = mean_interval(values[:40])
    assert low < float(np.mean(values)) < high
    assert high - low < few_high - few_low
    assert mean_interval([0.5]) == (0.5, 0.5)


def test_the_interval_is_near_the_normal_one() -> None:
    values = np.random.default_rng(1).random(200)
    error = 1.96 * values.std() / np.sqrt(len(values))
    expected = (values.mean() - error, values.mean() + error)
    assert mean_interval(values.tolist()) == pytest.approx(expected, abs=0.005)


def test_samples_must_be_paired() -> None:
    for a, b in (([], []), ([1.0], [1.0, 0.0])):
        with pytest.raises(ValueError, match="paired test"):
            paired_p(a, b)
    with pytest.raises(ValueError, match="no values"):
        mean_interval([])


def test_what_is_no_number_is_never_averaged() -> None:
    for values in ([math.nan, 1.0], [0.0, math.inf]):
        with pytest.raises(ValueError, match="missing or infinite"):
            mean_interval(values)
        with pytest.raises(ValueError, match="missing or infinite"):
            paired_p(values, [0.0, 0.0])


def test_p_is_uniform_if_the_systems_do_not_differ() -> None:
    """Both draw their values from the same distribution: every p is as likely as every other."""
    generator = np.random.default_rng(0)
    pairs = generator.random((400, 2, 30)) ** 3
    p_values = [paired_p(a.tolist(), b.tolist(), rounds=500, seed=n) for n, (a, b) in enumerate(pairs)]
    assert kstest(p_values, "uniform").pvalue > 0.05
    assert np.mean(np.array(p_values) <= 0.05) == pytest.approx(0.05, abs=0.025)


def test_that_test_would_notice_a_system_that_is_better() -> None:
    generator = np.random.default_rng(0)
    pairs = generator.random((100, 2, 30)) + np.array([[[0.0], [0.1]]])
    p_values = [paired_p(a.tolist(), b.tolist(), rounds=500, seed=n) for n, (a, b) in enumerate(pairs)]
    assert kstest(p_values, "uniform").pvalue < 1e-6


def test_drawing_in_blocks_changes_nothing_much(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    a, b = generator.random(50).tolist(), generator.random(50).tolist()
    p, (low, high) = paired_p(a, b), mean_interval(a)
    monkeypatch.setattr(significance, "_BLOCK", 70 * 50)
    significance._small.cache_clear()
    for name in ("_LARGE", "_SMALL"):
        significance._interval.cache_clear()
        assert paired_p(a, b) == pytest.approx(p, abs=0.02)
        assert mean_interval(a) == pytest.approx((low, high), abs=0.01)
        monkeypatch.setattr(significance, name, 0)
    for cache in (significance._interval, significance._small, significance._large):
        cache.cache_clear()


def test_holm_on_a_worked_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    with pytest.raises(ValueError, match="not all"):
        holm([0.5, math.nan])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_keeps_the_order_and_lies_between_no_correction_and_bonferroni(p_values: list[float]) -> None:
    corrected = holm(p_values)
    for p, q in zip(p_values, corrected, strict=True):
        assert p <= q <= min(1.0, p * len(p_values)) or q == pytest.approx(p)  # rounding
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    assert [corrected[i] for i in order] == sorted(corrected)
