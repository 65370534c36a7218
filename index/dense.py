"""Search over all unit vectors by inner product, which for them is the cosine (faiss, half precision).

Half precision keeps a cosine to three decimals or better, in half the memory and about two thirds of the time. A vector
that was rounded once stays as it is when it is read and kept again, so that a refreshed index is what a new one would be.
"""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors

faiss.omp_set_num_threads(1)  # one query at a time: a second thread only waits


class Dense:
    """The vectors of all passages, in their order."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def fit(cls, vectors: Vectors) -> "Dense":
        """Index vectors float32 `(n_passages, dim)`."""
        index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        index.add(vectors)
        return cls(index)

    @classmethod
    def sized(cls, n_passages: int, dim: int) -> "Dense":
        """Room for so many vectors, all zeros until they are `put`: they are never held twice."""
        return cls.fit(np.zeros((n_passages, dim), dtype=np.float32))  # which take no memory as they are

    def put(self, rows: npt.NDArray[np.int64], vectors: Vectors) -> None:
        """Set the vectors of the passages `rows`, float32 `(len(rows), dim)`."""
        codes = self._index.codes
        kept = faiss.rev_swig_ptr(codes.data(), codes.size()).reshape(self.n_passages, self._index.code_size)
        kept[rows] = self._index.sa_encode(np.ascontiguousarray(vectors, dtype=np.float32))

    @classmethod
    def load(cls, path: Path) -> "Dense":
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the vectors to one file."""
        faiss.write_index(self._index, str(path))

    @property
    def n_passages(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, vector: Vectors, *, depth: int) -> npt.NDArray[np.int64]:
        """Rows of the `depth` most similar passages to a vector `(1, dim)`, best first."""
        rows: npt.NDArray[np.int64] = self._index.search(vector, min(depth, self.n_passages))[1][0]
        return rows[rows >= 0]

    def similarities(self, vector: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Cosine in [-1, 1] of a vector `(1, dim)` to the passages `rows`, all different; float32 `(len(rows),)`.

        faiss compares half-precision vectors as they are, ten times as fast as after making them whole.
        """
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        is_wanted = np.zeros(self.n_passages, dtype=np.bool_)
        is_wanted[rows] = True
        bits = np.packbits(is_wanted, bitorder="little")  # the selector does not keep it
        selector: Any = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type,call-arg]
        wanted = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        found, ids = self._index.search(vector, len(rows), params=wanted)
        order = np.argsort(rows)
        similarities = np.empty(len(rows), dtype=np.float32)
        similarities[order[np.searchsorted(rows, ids[0], sorter=order)]] = found[0]
        return similarities

    def vectors(self, rows: npt.NDArray[np.int64]) -> Vectors:
        """The vectors of the passages `rows`, float32 `(len(rows), dim)`."""
        vectors: Vectors = self._index.reconstruct_batch(rows)
        return vectors
