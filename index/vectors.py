"""What all encoders give: rows of length 1."""

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""float32 `(n, dim)`, rows of length 1 (or 0 for a text without a single known token)."""


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; what is not a number becomes 0, rows of zeros stay."""
    lengths = _lengths(vectors)
    if not np.isfinite(lengths).all():
        vectors = np.nan_to_num(vectors)
        lengths = _lengths(vectors)
    rows: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32, copy=False)
    return rows


def _lengths(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.sqrt(np.add.reduce(vectors * vectors, axis=1, keepdims=True))
    return lengths
