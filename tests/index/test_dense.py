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


def test_a_search_among_some_gives_the_best_of_them() -> None:
    vectors, query = unit(5, 60), unit(6, 1)
    among = np.random.default_rng(7).random(60) < 0.4
    rows = Dense.fit(vectors).search(query, depth=10, among=among)
    best = np.argsort(-np.where(among, vectors @ query[0], -2))[:10]
    np.testing.assert_array_equal(np.sort(rows), np.sort(best))
    assert not len(Dense.fit(vectors).search(query, depth=10, among=np.zeros(60, dtype=np.bool_)))


def clustered(seed: int, n: int) -> npt.NDArray[np.float32]:
    """Vectors about 50 topics, as those of texts are."""
    near = unit(seed, 50, 64)[np.random.default_rng(seed).integers(50, size=n)] + 0.7 * unit(seed + 1, n, 64)
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


def test_sketches_find_the_most_similar_and_are_kept(tmp_path: Path) -> None:
    both = clustered(8, 5020)
    vectors, queries = both[:-20], both[-20:]
    exact, sketched, again = (Dense.fit(vectors) for _ in range(3))
    sketched.sketch(at_least=1000)
    sketched.save(tmp_path / "dense.faiss")
    loaded = Dense.load(tmp_path / "dense.faiss")
    again.sketch(at_least=1000)
    missed = 0
    for query in queries:
        rows = sketched.search(query[None], depth=500)
        missed += len(np.setdiff1d(exact.search(query[None], depth=50), rows))
        np.testing.assert_array_equal(loaded.search(query[None], depth=500), rows)
        np.testing.assert_array_equal(again.search(query[None], depth=500), rows)
        np.testing.assert_array_equal(
            loaded.similarities(query[None], rows), exact.similarities(query[None], rows)
        )
    assert missed <= 0.01 * 50 * len(queries)
    assert not np.array_equal(sketched.search(queries[:1], depth=500), exact.search(queries[:1], depth=500))
