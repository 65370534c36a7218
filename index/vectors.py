"""What all encoders give: rows of length 1."""

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""float32 `(n, dim)`, rows of length 1 (or 0 for a text without a single known token)."""


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; what is not a number becomes 0, rows of zeros stay."""
    clean = np.nan_to_num(vectors)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    rows: Vectors = (clean / np.maximum(lengths, 1e-12)).astype(np.float32)
    return rows
