"""Search over unit vectors by inner product, which for them is the cosine (faiss).

The vectors are kept in half precision: a cosine to three decimals or better, in half the memory. A vector that was
rounded once stays as it is when it is read and kept again, so that a refreshed index is what a new one would be. Of few
vectors all are compared. Of many, those that are compared exactly are chosen by a sketch of each: product quantisation
with 4 bits a stretch (Jegou et al. 2011), which a processor looks up in its registers (Andre et al. 2015).
"""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors

faiss.omp_set_num_threads(1)  # one query at a time: a second thread only waits

SKETCHED_FROM = 20_000
"""Vectors from which on there are sketches: fewer are compared as they are in a few milliseconds."""
_STRETCH = 4  # numbers of a vector that 4 bits stand for
_LEARNT_FROM = 5_000  # vectors, evenly spread


class Dense:
    """The vectors of all passages, in their order."""

    def __init__(self, index: Any, sketches: Any = None) -> None:
        self._index = index
        self._sketches = sketches
        self._whole: Any = None

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

    def sketch(self, *, at_least: int = SKETCHED_FROM) -> None:
        """Sketch the vectors if there are `at_least` so many and their length can be cut into stretches.

        The same vectors give the same sketches.
        """
        if self.n_passages < at_least or self.dim % _STRETCH:
            return
        sketches = faiss.IndexPQFastScan(self.dim, self.dim // _STRETCH, 4, faiss.METRIC_INNER_PRODUCT)
        spread = np.linspace(0, self.n_passages - 1, min(_LEARNT_FROM, self.n_passages)).astype(np.int64)
        sketches.train(self.vectors(spread))
        for start in range(0, self.n_passages, _LEARNT_FROM):
            rows = np.arange(start, min(start + _LEARNT_FROM, self.n_passages), dtype=np.int64)
            sketches.add(self.vectors(rows))
        self._sketches = sketches

    @classmethod
    def load(cls, path: Path) -> "Dense":
        """Read what `save` wrote."""
        stored = faiss.read_index(str(path))
        if not isinstance(stored, faiss.IndexRefine):
            return cls(stored)
        dense = cls(*map(faiss.downcast_index, (stored.refine_index, stored.base_index)))
        dense._whole = stored  # which holds both
        return dense

    def save(self, path: Path) -> None:
        """Write the vectors, and their sketches if there are any, to one file."""
        both = self._index if self._sketches is None else faiss.IndexRefine(self._sketches, self._index)
        faiss.write_index(both, str(path))

    @property
    def n_passages(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(
        self, vector: Vectors, *, depth: int, among: npt.NDArray[np.bool_] | None = None
    ) -> npt.NDArray[np.int64]:
        """Rows of the `depth` most similar passages to a vector `(1, dim)`, best first; `among` those marked, if given.

        Of many passages they are the most similar by their sketches, which hold of the 100 most similar ones nearly all
        where `depth` is 500.
        """
        depth = min(depth, self.n_passages)
        rows: npt.NDArray[np.int64]
        if among is not None:
            depth = min(depth, int(among.sum()))
            rows = (
                self._index.search(vector, depth, params=_only(among))[1][0]
                if depth
                else np.empty(0, np.int64)
            )
        else:
            index = self._index if self._sketches is None else self._sketches
            rows = index.search(vector, depth)[1][0]
        return rows[rows >= 0]

    def similarities(self, vector: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Cosine in [-1, 1] of a vector `(1, dim)` to the passages `rows`, all different; float32 `(len(rows),)`.

        faiss compares half-precision vectors as they are, ten times as fast as after making them whole.
        """
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        is_wanted = np.zeros(self.n_passages, dtype=np.bool_)
        is_wanted[rows] = True
        found, ids = self._index.search(vector, len(rows), params=_only(is_wanted))
        order = np.argsort(rows)
        similarities = np.empty(len(rows), dtype=np.float32)
        similarities[order[np.searchsorted(rows, ids[0], sorter=order)]] = found[0]
        return similarities

    def vectors(self, rows: npt.NDArray[np.int64]) -> Vectors:
        """The vectors of the passages `rows`, float32 `(len(rows), dim)`."""
        vectors: Vectors = self._index.reconstruct_batch(rows)
        return vectors


def _only(is_wanted: npt.NDArray[np.bool_]) -> Any:
    """What makes faiss compare only the rows that are marked."""
    bits = np.packbits(is_wanted, bitorder="little")  # the selector does not keep it
    selector: Any = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type,call-arg]
    wanted = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    wanted.bits = bits  # type: ignore[attr-defined]
    return wanted
