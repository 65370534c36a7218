"""Numbers drawn by chance beside the learned ones."""

import numpy as np

from index.training.signature import with_signatures
from index.vectors import unit

_N_SIGNS = 400


def _names(n: int) -> list[str]:
    return [chr(0x4E00 + i) for i in range(n)]


def test_the_learned_numbers_stay_and_a_signature_is_a_fixed_part_of_their_length() -> None:
    learned = np.random.default_rng(1).normal(size=(4, 8)).astype(np.float32)
    signed = with_signatures(learned, ["水库", "a", "2020", "abc1"], 6, seed=3)
    assert signed.dtype == np.float32
    np.testing.assert_array_equal(signed[:, :8], learned)
    shares = np.linalg.norm(signed[:, 8:], axis=1) / np.linalg.norm(learned, axis=1)
    np.testing.assert_allclose(shares, [0.6, 0.1, 0.6, 0.6], rtol=1e-5)
    np.testing.assert_array_equal(signed, with_signatures(learned, ["水库", "a", "2020", "abc1"], 6, seed=3))
    assert (signed != with_signatures(learned, ["水库", "a", "2020", "abc1"], 6, seed=4)).any()


def test_no_signs_change_nothing() -> None:
    learned = np.ones((3, 4), dtype=np.float32)
    np.testing.assert_array_equal(with_signatures(learned, _names(3), 0, seed=0), learned)


def test_two_texts_whose_words_mean_the_same_are_told_apart_by_the_words_they_share() -> None:
    learned = np.tile(np.array([1, 0], dtype=np.float32), (60, 1))  # all pieces are synonyms
    signs = with_signatures(learned, _names(60), _N_SIGNS, seed=0)
    question, shared, other = (unit(signs[rows].sum(axis=0, keepdims=True))[0] for rows in (
        slice(0, 10), slice(5, 15), slice(20, 30)
    ))  # fmt: skip
    assert question @ shared > question @ other + 0.005
