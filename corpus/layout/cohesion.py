"""How much two stretches of text speak of the same: the rarer pairs of characters that both have, and their meaning."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import log, sqrt
from typing import Protocol

import numpy as np
import numpy.typing as npt

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]{2,}")
Vector = dict[str, float]
Meaning = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose angle says how alike they are; `index.encoder` has them."""

    def encode(self, texts: Sequence[str]) -> Meaning:
        """Unit vectors float32 `(len(texts), dim)`."""
        ...


def terms(text: str) -> Iterable[str]:
    """Pairs of neighbouring Chinese characters, and Latin words and numbers."""
    for run in _RUN.findall(text):
        if run[0] < "\u3400":
            yield run.lower()
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


class Vocabulary:
    """The paragraphs of a file as sets of terms, weighed by how few paragraphs have a term.

    And as what they mean, if there is an encoder.
    """

    def __init__(self, texts: Sequence[str], encoder: Encoder | None = None) -> None:
        self._texts = texts
        self._encoder = encoder
        self._vectors: dict[int, Vector] = {}

    @property
    def knows_meaning(self) -> bool:
        """Whether there is an encoder."""
        return self._encoder is not None

    @cached_property
    def _meanings(self) -> Meaning:
        assert self._encoder
        vectors = self._encoder.encode(self._texts)
        # What all of the page has in common tells no two texts of it apart. A longer text says more surely what it means.
        weights = np.sqrt([[len(text)] for text in self._texts]).astype(np.float32)
        centred: Meaning = (vectors - vectors.mean(axis=0)) * weights
        return centred

    def likeness(self, some: Sequence[int], others: Sequence[int]) -> float:
        """How alike what two groups of paragraphs mean is, from -1 to 1; 0 without an encoder."""
        if self._encoder is None:
            return 0.0
        a, b = self._meanings[list(some)].sum(axis=0), self._meanings[list(others)].sum(axis=0)
        norm = float(np.linalg.norm(a) * np.linalg.norm(b))
        return float(a @ b) / norm if norm else 0.0

    @cached_property
    def _paragraphs_with(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in self._texts:
            counts.update(set(terms(text)))
        return counts

    def vector(self, i: int) -> Vector:
        """The terms of paragraph i, each with its weight; one that no other paragraph has says nothing."""
        if i not in self._vectors:
            total, counts = len(self._texts), self._paragraphs_with
            found = Counter(terms(self._texts[i]))
            self._vectors[i] = {
                t: (1 + log(n)) * log(total / counts[t]) for t, n in found.items() if counts[t] > 1
            }
        return self._vectors[i]

    def rarity(self, text: str) -> Vector:
        """The different terms of any text, each with how rare it is in the file."""
        total, counts = len(self._texts), self._paragraphs_with
        return {t: log(total / max(counts[t], 2)) for t in set(terms(text)) if total > max(counts[t], 2)}


def merge(vectors: Iterable[Vector]) -> Vector:
    """The sum of vectors."""
    total: Vector = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0.0) + weight
    return total


def cosine(a: Vector, b: Vector) -> float:
    """Likeness in [0, 1], 0 if either has no terms."""
    if len(a) > len(b):
        a, b = b, a
    dot = sum(weight * b[term] for term, weight in a.items() if term in b)
    norm = sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return dot / norm if norm else 0.0
