"""Fusion: standardised, weighted, and indifferent to order and scale."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import Scores, standardise, weighted_sum

SCORES = arrays(np.float32, st.shared(st.integers(2, 30), key="n"), elements=st.floats(0, 50, width=32))
WEIGHT = st.floats(0, 3)


def spread(scores: Scores) -> bool:
    return float(scores.std()) > 1e-2


@given(SCORES, SCORES, WEIGHT, st.randoms())
def test_the_order_of_candidates_is_no_matter(a: Scores, b: Scores, weight: float, random: object) -> None:
    order = list(range(len(a)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = weighted_sum(a[order], b[order], dense_weight=weight)
    np.testing.assert_allclose(shuffled, weighted_sum(a, b, dense_weight=weight)[order], atol=1e-3)


@given(SCORES, SCORES, WEIGHT, st.floats(0.1, 100), st.floats(-20, 20))
def test_scale_and_offset_of_a_score_are_no_matter(
    a: Scores, b: Scores, weight: float, by: float, add: float
) -> None:
    assume(spread(a) and spread(b))
    moved = (a * by + add).astype(np.float32)
    assume(float(moved.std()) > 1e-2)
    np.testing.assert_allclose(
        weighted_sum(moved, b, dense_weight=weight), weighted_sum(a, b, dense_weight=weight), atol=2e-2
    )


@given(SCORES, SCORES)
def test_without_weight_the_lexical_order_stands(a: Scores, b: Scores) -> None:
    assume(spread(a))
    fused = weighted_sum(a, b, dense_weight=0)
    assert all(fused[i] >= fused[j] for i in range(len(a)) for j in range(len(a)) if a[i] >= a[j])


@given(SCORES)
def test_standardised_scores_have_mean_0_and_deviation_1(a: Scores) -> None:
    assume(spread(a))
    z = standardise(a).astype(np.float64)
    assert z.mean() == pytest.approx(0, abs=1e-3)
    assert z.std() == pytest.approx(1, abs=1e-3)


def test_scores_that_do_not_differ_say_nothing() -> None:
    same = np.full(4, 7, dtype=np.float32)
    other = np.array([1, 2, 3, 4], dtype=np.float32)
    assert not standardise(same).any()
    np.testing.assert_allclose(weighted_sum(same, other, dense_weight=1), standardise(other))


@pytest.mark.filterwarnings("error")
def test_no_candidates_are_no_problem() -> None:
    assert standardise(np.empty(0, dtype=np.float32)).shape == (0,)
