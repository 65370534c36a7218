"""Questions that are the same, or nearly: those that share most of their pairs of characters.

Similar sets are found as by Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data
Cleaning", ICDE 2006: two sets of which a large share is common share one of the first elements in any fixed
order, so that only questions with such an element in common are compared.
"""

import math
from collections.abc import Iterable, Iterator
from zlib import crc32

from eval.grounding import plain
from eval.topics import Topic

ALIKE = 0.8
"""The share that two questions have in common of what either has, from which on they are nearly the same."""


class Duplicates:
    """The questions seen so far, by what they are made of."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._sets: list[tuple[frozenset[int], frozenset[int]]] = []
        self._by_first: dict[int, list[int]] = {}

    def add(self, topic: Topic) -> Iterator[tuple[str, float]]:
        """The id of each earlier question that this one is like, and how much, in [`ALIKE`, 1]; and keep it.

        Two questions are only as like as the conversations before them.
        """
        question = _pairs([topic.question])
        history = _pairs(message.content for message in topic.history)
        first = _first(question)
        seen = {at for element in first for at in self._by_first.get(element, ())}
        for at in sorted(seen):
            other_question, other_history = self._sets[at]
            share = min(_jaccard(question, other_question), _jaccard(history, other_history))
            if share >= ALIKE:
                yield self._ids[at], share
        for element in first:
            self._by_first.setdefault(element, []).append(len(self._ids))
        self._ids.append(topic.id)
        self._sets.append((question, history))


def _pairs(texts: Iterable[str]) -> frozenset[int]:
    """Pairs of neighbouring characters, and each text's beginning and end, as numbers in no order of their own."""
    padded = [f"^{plain(text)}$" for text in texts]
    return frozenset(crc32(text[i : i + 2].encode()) for text in padded for i in range(len(text) - 1))


def _first(elements: frozenset[int]) -> list[int]:
    return sorted(elements)[: len(elements) - math.ceil(ALIKE * len(elements)) + 1]


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0
