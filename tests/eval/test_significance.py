import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.significance import mean_interval, paired_p

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
