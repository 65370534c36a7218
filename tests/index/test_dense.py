"""The dense index finds what comparing with every vector finds."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import Dense

_HALF = 1e-3  # 8 products of numbers that are rounded to 11 bits


def unit(seed: int, n: int, dim: int = 8) -> npt.NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 60), depth=st.integers(1, 80))
def test_search_equals_brute_force(seed: int, n: int, depth: int) -> None:
    vectors, query = unit(seed, n), unit(seed + 1, 1)
    exact = vectors @ query[0]
    dense = Dense.fit(vectors)
    rows = dense.search(query, depth=depth)
    assert len(set(rows.tolist())) == len(rows) == min(n, depth)
    np.testing.assert_allclose(exact[rows], np.sort(exact)[::-1][: len(rows)], atol=_HALF)
    np.testing.assert_allclose(dense.similarities(query, rows), exact[rows], atol=_HALF)
    assert (dense.n_passages, dense.dim) == (n, 8)


def test_similarities_to_no_rows_are_none() -> None:
    assert Dense.fit(unit(1, 5)).similarities(unit(2, 1), np.empty(0, dtype=np.int64)).shape == (0,)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    vectors, query = unit(3, 20), unit(4, 1)
    Dense.fit(vectors).save(tmp_path / "dense.faiss")
    loaded = Dense.load(tmp_path / "dense.faiss")
    np.testing.assert_array_equal(loaded.search(query, depth=20), Dense.fit(vectors).search(query, depth=20))


@given(seed=st.integers(0, 10**6), n=st.integers(1, 40))
def test_vectors_that_were_kept_once_are_kept_as_they_are(seed: int, n: int) -> None:
    """Otherwise a refreshed index would differ from a new one."""
    rows = np.arange(n, dtype=np.int64)
    once = Dense.fit(unit(seed, n)).vectors(rows)
    np.testing.assert_array_equal(Dense.fit(once).vectors(rows), once)
    np.testing.assert_allclose(once, unit(seed, n), atol=5e-4)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 40))
def test_vectors_that_are_put_are_those_that_are_given_at_once(seed: int, n: int) -> None:
    vectors, rows = unit(seed, n), np.arange(n, dtype=np.int64)
    dense = Dense.sized(n, 8)
    for part in np.array_split(np.random.default_rng(seed).permutation(rows), 3):
        dense.put(part, vectors[part])
    np.testing.assert_array_equal(dense.vectors(rows), Dense.fit(vectors).vectors(rows))
