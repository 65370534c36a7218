"""The vectors of texts that are encoded again and again, remembered."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.encoder import Encoder
from index.vectors import Vectors

MOST = 8192
"""Texts whose vectors are remembered before all are forgotten: 20 MB at 640 numbers each."""


class Remembered:
    """Gives an encoder's vectors of passages' texts. What one question had encoded the next does not encode again."""

    def __init__(self, encoder: Encoder, most: int = MOST) -> None:
        self._encoder = encoder
        self._most = most
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder's, float32 `(len(texts), dim)`. Threads may call it at the same time."""
        found = {text: vector for text in texts if (vector := self._vectors.get(text)) is not None}
        if missing := [text for text in dict.fromkeys(texts) if text not in found]:
            fresh = dict(zip(missing, self._encoder.encode(missing), strict=True))
            if len(self._vectors) + len(fresh) > self._most:
                self._vectors = {}
            self._vectors.update(fresh)
            found |= fresh
        return np.stack([found[text] for text in texts]) if texts else self._encoder.encode(texts)
