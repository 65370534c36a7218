"""Fusion: scores of different kinds compare, whatever their order and scale, and can be given out anew."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import Scores, handed_out, standardise

SCORES = arrays(np.float32, st.shared(st.integers(2, 30), key="n"), elements=st.floats(0, 50, width=32))


def spread(scores: Scores) -> bool:
    return float(scores.std()) > 1e-2


@given(SCORES, st.randoms())
def test_the_order_of_candidates_is_no_matter(a: Scores, random: object) -> None:
    order = list(range(len(a)))
    random.shuffle(order)  # type: ignore[attr-defined]
    np.testing.assert_allclose(standardise(a[order]), standardise(a)[order], atol=1e-3)


@given(SCORES, st.floats(0.1, 100), st.floats(-20, 20))
def test_scale_and_offset_of_a_score_are_no_matter(a: Scores, by: float, add: float) -> None:
    assume(spread(a))
    moved = (a * by + add).astype(np.float32)
    assume(float(moved.std()) > 1e-2)
    np.testing.assert_allclose(standardise(moved), standardise(a), atol=2e-2)


@given(SCORES, SCORES)
def test_scores_given_out_anew_are_the_same_in_another_order(a: Scores, by: Scores) -> None:
    given = handed_out(a, by)
    assert sorted(given) == sorted(a)
    assert all(given[i] >= given[j] for i in range(len(a)) for j in range(len(a)) if by[i] > by[j])


@given(SCORES)
def test_scores_given_out_in_their_own_order_stay(a: Scores) -> None:
    np.testing.assert_array_equal(handed_out(a, a), a)


@given(SCORES)
def test_standardised_scores_have_mean_0_and_deviation_1(a: Scores) -> None:
    assume(spread(a))
    z = standardise(a).astype(np.float64)
    assert z.mean() == pytest.approx(0, abs=1e-3)
    assert z.std() == pytest.approx(1, abs=1e-3)


def test_scores_that_do_not_differ_say_nothing() -> None:
    same = np.full(4, 7, dtype=np.float32)
    assert not standardise(same).any()


@pytest.mark.filterwarnings("error")
def test_no_candidates_are_no_problem() -> None:
    assert standardise(np.empty(0, dtype=np.float32)).shape == (0,)
