"""Signatures: a few more numbers a piece, drawn by chance, by which the encoder tells words of one topic apart.

What is learned puts words that stand together near to each other, which finds a paraphrase and confuses a name with
the name beside it. Rows of random signs are nearly at right angles, so that their part of a cosine counts the pieces
that two texts share (Johnson and Lindenstrauss 1984; Achlioptas 2003).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

Weights = np.ndarray[Any, np.dtype[np.float32]]

_SHARE, _LATIN_SHARE = 0.6, 0.1
"""Length of a signature as a part of the length of the piece's learned vector. Words of Latin letters have next to none:
a question in English shares no word with the Chinese passage that answers it, and its signature would be mere noise."""


def with_signatures(weights: Weights, pieces: Sequence[str], n_signs: int, *, seed: int) -> Weights:
    """Learned vectors `(n_pieces, dim)` with `n_signs` more numbers each, float32 `(n_pieces, dim + n_signs)`."""
    shares = [_LATIN_SHARE if piece.isascii() and piece.isalpha() else _SHARE for piece in pieces]
    lengths = np.linalg.norm(weights, axis=1) * np.asarray(shares, dtype=np.float32)
    signs = np.random.default_rng(seed).choice([-1, 1], size=(len(weights), n_signs))
    scaled = signs * (lengths / np.sqrt(max(1, n_signs)))[:, None]
    return np.hstack([weights, scaled]).astype(np.float32)
