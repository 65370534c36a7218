"""The dense index finds what comparing with every vector finds."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import Dense


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
    np.testing.assert_allclose(exact[rows], np.sort(exact)[::-1][: len(rows)], atol=1e-5)
    np.testing.assert_allclose(dense.similarities(query, rows), exact[rows], atol=1e-5)
    assert (dense.n_passages, dense.dim) == (n, 8)


def test_similarities_to_no_rows_are_none() -> None:
    assert Dense.fit(unit(1, 5)).similarities(unit(2, 1), np.empty(0, dtype=np.int64)).shape == (0,)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    vectors, query = unit(3, 20), unit(4, 1)
    Dense.fit(vectors).save(tmp_path / "dense.faiss")
    loaded = Dense.load(tmp_path / "dense.faiss")
    np.testing.assert_array_equal(loaded.search(query, depth=20), Dense.fit(vectors).search(query, depth=20))
